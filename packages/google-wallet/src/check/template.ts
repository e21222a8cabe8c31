/** Templates live on classes (Google Wallet API, ClassTemplateInfo) and show fields of the class and of its objects. */
import { describe, under } from '../issue.ts'
import { type FieldPath, resolveFieldPath } from './field-path.ts'
import { has, isObject, type Json, objectAt, objectsAt, textAt } from './json.ts'
import { type Rule, type Run, report } from './run.ts'

export const checkFieldReference: Rule = (value, path, run) => {
  const fieldPath = textAt(value, 'fieldPath')
  if (fieldPath === undefined || fieldPath === '') return
  const place = under(path, 'fieldPath')
  const resolved = resolveFieldPath(run.vertical, fieldPath)
  if ('problem' in resolved) {
    report(run, 'TEMPLATE_PATH_INVALID', place, `${describe(fieldPath)} ${resolved.problem}.`, resolved.fix)
    return
  }
  if (!resolved.isShowable) {
    const fix = 'Go on to a field of it, or select an item by its id.'
    report(run, 'TEMPLATE_PATH_NOT_SHOWABLE', place, `${describe(fieldPath)} leads to no text, date or image.`, fix)
  }
  if (has(value, 'dateFormat') && !resolved.isDate) {
    const message = `${describe(fieldPath)} is no date.`
    report(run, 'TEMPLATE_DATE_FORMAT_MISPLACED', under(path, 'dateFormat'), message, 'Leave out dateFormat.')
  }
  if (resolved.side === 'class' && run.side === 'class' && !run.isPatch && !isThere(resolved, run.root)) {
    report(run, 'TEMPLATE_ID_UNKNOWN', place, `The class has no ${describe(fieldPath)}.`, 'Add it, or mend the id.')
  }
}

/** Whether a resource has the module that a path selects by id; what is not selected by id may be there. */
function isThere(resolved: FieldPath, resource: Json): boolean {
  if ('problem' in resolved || resolved.selected === undefined) return true
  const { list, id } = resolved.selected
  const parent = list.slice(0, -1).reduce(objectAt, resource)
  return objectsAt(parent, list.at(-1)!).some(({ item }) => item.id === id)
}

/** The modules that the template of a class shows of its objects, and that this object lacks. */
export function checkTemplateAgainstObject(classResource: Json, run: Run): void {
  for (const references of fieldSelectorsIn(classResource.classTemplateInfo)) {
    const paths = references.flatMap((reference) => textAt(reference, 'fieldPath') ?? [])
    const resolved = paths.map((path) => resolveFieldPath(run.vertical, path))
    // Of several references the first one that is not empty is shown.
    const isShown = resolved.some((each) => 'problem' in each || each.side === 'class' || isThere(each, run.root))
    if (isShown || paths.length === 0) continue
    const [first] = resolved
    const place = first !== undefined && !('problem' in first) ? (first.selected?.list.join('.') ?? '') : ''
    const message = `The template of the class shows ${paths.join(' or ')}, which the object does not have.`
    report(run, 'TEMPLATE_ID_UNKNOWN', place, message, 'Add it; else its place stays empty.')
  }
}

/** The lists `fields` of every field selector in a template, wherever it stands. */
function* fieldSelectorsIn(value: unknown): Generator<Json[]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* fieldSelectorsIn(item)
  } else if (isObject(value)) {
    if (Array.isArray(value.fields)) yield objectsAt(value, 'fields').map(({ item }) => item)
    else for (const key of Object.keys(value)) yield* fieldSelectorsIn(value[key])
  }
}

/** A row shows each of its items. */
export function checkRow(...items: readonly string[]): Rule {
  return (value, path, run) => {
    for (const item of items) {
      if (has(value, item) || run.isMerged) continue
      const fix = 'Add it, or use a row with fewer items.'
      report(run, 'TEMPLATE_ROW_INCOMPLETE', under(path, item), `The row has no ${item}.`, fix)
    }
  }
}

export const checkTemplateItem: Rule = (value, path, run) => {
  if (has(value, 'secondValue') && !has(value, 'firstValue') && !run.isMerged) {
    const message = 'A secondValue stands after a firstValue only.'
    report(run, 'KEY_MISSING', under(path, 'firstValue'), message, 'Make it the firstValue.')
  }
  if (has(value, 'predefinedItem') && run.vertical !== 'flight') {
    otherVertical(under(path, 'predefinedItem'), 'boarding passes', run)
  }
}

export const checkTransitOption: Rule = (value, path, run) => {
  if (has(value, 'transitOption') && run.vertical !== 'transit') {
    otherVertical(under(path, 'transitOption'), 'transit passes', run)
  }
}

function otherVertical(path: string, whose: string, run: Run): void {
  const fix = 'Refer to a field instead.'
  report(run, 'TEMPLATE_ITEM_OF_OTHER_VERTICAL', path, `It belongs to ${whose}.`, fix)
}
