import type { TextModuleData } from '@billfold/google-wallet'
import type { Kind, PassContent } from '../passes/content/content.ts'
import { type Field, slots } from '../passes/content/fields.ts'
import { present } from '../passes/content/json.ts'
import type { SharedContent } from '../passes/content/sharing.ts'
import type { ClassText, View } from './mapping.ts'
import type { Side } from './sides.ts'
import { valueText } from './text.ts'
import { filled } from './values.ts'
import { mappingOf } from './vertical.ts'

/**
 * The fields of one side as text modules, in their order, with their keys as ids: the rows of the card refer to them, and
 * the details show them all. Fields without a value are left out.
 *
 * @param told keys of fields that a structured fact tells already
 */
export function fieldModules(
  { fields }: Pick<PassContent, 'fields'>,
  side: Side,
  { sharing, language }: View,
  told: Pick<ReadonlyMap<string, unknown>, 'has'>,
): TextModuleData[] {
  return slots
    .flatMap((slot) => fields[slot])
    .filter(({ key }) => !told.has(key) && sideOfField(key, sharing) === side)
    .flatMap((field) => fieldModule(field, language))
}

/** A field goes to the class if all passes show the same in it. */
export const sideOfField = (key: string, sharing: View['sharing']): Side =>
  sharing.isShared('fields', key) ? 'class' : 'object'

function fieldModule(field: Field, language: string): TextModuleData[] {
  const body = valueText(field, language)
  return body === '' ? [] : [{ id: field.key, ...present({ header: filled(field.label) }), body }]
}

/** The texts that Google has no place for anywhere, on the class: those in which passes do not differ. */
export function classTextModules(content: SharedContent, view: View): TextModuleData[] {
  return mappingOf(view.vertical)
    .classTexts.filter(({ path, placeless }) => placeless === true && view.sharing.isShared(...path))
    .flatMap((text) => textModule(text, bodyOf(text, content, view), view))
}

/**
 * The texts that the class alone could hold and in which passes differ, on the object, unless a field says the same.
 *
 * @param shared what the class says of them, which no object repeats
 */
export function objectTextModules(content: PassContent, shared: SharedContent, view: View): TextModuleData[] {
  const said = new Set(slots.flatMap((slot) => content.fields[slot]).map((field) => valueText(field, view.language)))
  return mappingOf(view.vertical)
    .classTexts.filter(({ path }) => !view.sharing.isShared(...path))
    .flatMap((text) => {
      const body = bodyOf(text, content, view)
      const isRepeated = text.placeless !== true && body === bodyOf(text, shared, view)
      return body === undefined || isRepeated || said.has(body) ? [] : textModule(text, body, view)
    })
}

const bodyOf = ({ text }: ClassText<Kind>, content: PassContent | SharedContent, { language }: View) =>
  text(content as PassContent, language)

/** The id is that of no field that an author would write; the labels are English. */
function textModule({ id, label }: ClassText<Kind>, body: string | undefined, { language }: View): TextModuleData[] {
  return body ? [{ id: moduleId(id), ...present({ header: /^en\b/.test(language) ? label : undefined }), body }] : []
}

/** The id of the text module of a text that Google has no place for. */
export const moduleId = (id: string): string => `billfold-${id}`
