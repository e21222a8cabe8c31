import type { MultipleDevicesAndHoldersAllowedStatus, Vertical } from '@billfold/google-wallet'
import { type JsonObject, present } from '../passes/content/json.ts'
import { mergeRawPart } from '../passes/content/raw-part.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { commonParts } from './common.ts'
import { withoutIdentity } from './identity.ts'
import { defaultLanguage } from './language.ts'
import { classTemplateInfo, frontFields } from './layout.ts'
import type { View } from './mapping.ts'
import { classTextModules, fieldModules } from './modules.ts'
import { issuerOf } from './neutral.ts'
import type { GooglePlace } from './place.ts'
import { planOf } from './plan.ts'
import { mappingOf } from './vertical.ts'

/** A class as Google takes it, without its id, review status and callback. */
export interface GoogleClass {
  readonly vertical: Vertical
  readonly resource: JsonObject
}

/** Who may save an object: a coupon is for whoever has the link, all else for the first who opens it. */
const holders: Readonly<Partial<Record<Vertical, MultipleDevicesAndHoldersAllowedStatus>>> = {
  offer: 'MULTIPLE_HOLDERS',
}

/**
 * What the passes of a revision have in common at a moment, as a class of Google's: it is rendered from no pass, so
 * nothing of anybody can stand in it. The author's raw `google.class` comes last.
 *
 * @throws ContentError for a combination of calendar variants that no review has tried and that is unfit
 */
export function googleClassOf(revision: CompiledRevision, at: Date, place: GooglePlace): GoogleClass {
  return classWith(revision, revision.sharing.openAt(at), at, place)
}

/** The class with variants of these indices open, whatever the calendar says. */
export function classWith(
  revision: CompiledRevision,
  open: readonly number[],
  at: Date,
  place: GooglePlace,
): GoogleClass {
  const { vertical, told } = planOf(revision)
  const { sharing } = revision
  const content = sharing.contentWith(open, at)
  const view: View = { vertical, sharing, language: content.language ?? defaultLanguage, place }
  const modules = [...fieldModules(content, 'class', view, told), ...classTextModules(content, view)]
  const made = {
    multipleDevicesAndHoldersAllowedStatus: holders[vertical] ?? 'ONE_USER_ALL_DEVICES',
    ...present({
      issuerName: vertical === 'generic' ? undefined : issuerOf(content),
      classTemplateInfo: classTemplateInfo(frontFields(revision, open), told, sharing, modules),
      textModulesData: modules.length > 0 ? modules : undefined,
    }),
    ...commonParts(content, 'class', view),
    ...mappingOf(vertical).classParts(content, view),
  }
  return { vertical, resource: withoutIdentity('class', mergeRawPart(made, content.google?.class ?? {}, 'id')) }
}
