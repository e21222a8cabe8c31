import { describe, type Issue } from '../issue.ts'
import { type Vertical, verticals } from '../verticals.ts'
import { has, isObject, type Json } from './json.ts'
import { type Run, report, runOf } from './run.ts'
import { checkSchema } from './shape.ts'
import { checkTemplateAgainstObject } from './template.ts'

export interface ClassCheckOptions {
  /** The value is for `patch`: what is missing stays as it is, and null removes. Default false. */
  readonly patch?: boolean | undefined
}

export interface ObjectCheckOptions extends ClassCheckOptions {
  /** The object's class, if it is at hand: then the two are checked against each other. */
  readonly classResource?: unknown
}

/** Everything that is wrong with a class, all at once; an empty list if Google has no reason to refuse it. */
export function checkClass(vertical: Vertical, value: unknown, options: ClassCheckOptions = {}): Issue[] {
  const run = runOf(vertical, 'class', value, options.patch)
  checkSchema(verticals[vertical].class, value, '', run)
  return run.issues
}

/** Everything that is wrong with an object, all at once; an empty list if Google has no reason to refuse it. */
export function checkObject(vertical: Vertical, value: unknown, options: ObjectCheckOptions = {}): Issue[] {
  const run = runOf(vertical, 'object', value, options.patch)
  checkSchema(verticals[vertical].object, value, '', run)
  if (isObject(value) && isObject(options.classResource)) checkAgainstClass(options.classResource, run)
  return run.issues
}

function checkAgainstClass(classResource: Json, run: Run): void {
  const { root, isPatch } = run
  if (has(root, 'classId') && has(classResource, 'id') && root.classId !== classResource.id) {
    const message = `It is ${describe(root.classId)}, but the class is ${describe(classResource.id)}.`
    report(run, 'CLASS_MISMATCH', 'classId', message, 'Name the class that the object is made for.')
  }
  if (/^draft$/i.test(String(classResource.reviewStatus))) {
    const fix = 'Set the reviewStatus of the class to UNDER_REVIEW first.'
    report(run, 'CLASS_IS_DRAFT', 'classId', 'A class that is a draft cannot have objects.', fix)
  }
  if (isPatch) return
  if (has(classResource, 'activationOptions') && !has(root, 'activationStatus')) {
    const message = 'The class has activationOptions.'
    report(run, 'KEY_MISSING', 'activationStatus', message, 'Add activationStatus.')
  }
  if (classResource.enableSmartTap === true && !hasSmartTapValue(run)) {
    const message = 'The class uses Smart Tap, but the object has nothing to send.'
    report(run, 'SMART_TAP_INCOMPLETE', 'smartTapRedemptionValue', message, 'Add smartTapRedemptionValue.')
  }
  checkTemplateAgainstObject(classResource, run)
}

/** Of loyalty cards Google sends the barcode's value or the account id if nothing else is set. */
function hasSmartTapValue({ vertical, root }: Run): boolean {
  const isFallback = vertical === 'loyalty' && (has(root, 'barcode') || has(root, 'accountId'))
  return has(root, 'smartTapRedemptionValue') || isFallback
}
