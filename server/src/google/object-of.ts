import type { ObjectState, Vertical } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import { type JsonObject, present } from '../passes/content/json.ts'
import { mergeRawPart } from '../passes/content/raw-part.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { sharedContentAt } from '../passes/content/sharing.ts'
import { barcodesOf } from './barcode.ts'
import { commonParts } from './common.ts'
import { withoutIdentity } from './identity.ts'
import { defaultLanguage } from './language.ts'
import type { View } from './mapping.ts'
import { fieldModules, objectTextModules } from './modules.ts'
import type { GooglePlace } from './place.ts'
import { planOf } from './plan.ts'
import { timeInterval } from './values.ts'
import { mappingOf } from './vertical.ts'

/** An object as Google takes it, without its id and that of its class. */
export interface GoogleObject {
  readonly vertical: Vertical
  readonly resource: JsonObject
}

export interface ObjectPlace extends GooglePlace {
  /** The pass's own key for a barcode that turns, in hexadecimal; without it the barcode stands still. */
  readonly rotatingKey?: string | undefined
}

/**
 * What one pass shows beyond its class, as an object of Google's. Pure, so equal content gives equal JSON. The author's
 * raw `google.object` comes last.
 *
 * @param content of a pass of this revision at the same moment
 */
export function googleObjectOf(
  content: PassContent,
  revision: CompiledRevision,
  at: Date,
  place: ObjectPlace,
): GoogleObject {
  const { vertical, told } = planOf(revision)
  const { sharing } = revision
  const view: View = { vertical, sharing, language: content.language ?? defaultLanguage, place }
  const textModulesData = [
    ...fieldModules(content, 'object', view, told),
    ...objectTextModules(content, sharedContentAt(revision, at), view),
  ]
  const made = {
    state: stateOf(content, at),
    ...present({
      validTimeInterval: timeInterval(content.validity),
      groupingInfo: content.grouping ? { groupingId: content.grouping } : undefined,
      textModulesData: textModulesData.length > 0 ? textModulesData : undefined,
    }),
    ...barcodesOf(content.barcode, place.rotatingKey),
    ...commonParts(content, 'object', view),
    ...mappingOf(vertical).objectParts(content, view),
  }
  return { vertical, resource: withoutIdentity('object', mergeRawPart(made, content.google?.object ?? {}, 'id')) }
}

/** Google turns an object to expired by itself, up to a day late. */
function stateOf({ voided, validity }: PassContent, at: Date): ObjectState {
  if (voided) return 'INACTIVE'
  return validity?.until !== undefined && new Date(validity.until) <= at ? 'EXPIRED' : 'ACTIVE'
}
