import type { PassJson, PassStyle, TransitType } from '@billfold/pkpass'
import { rgbOf } from '@billfold/pkpass/keys'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'
import { mergeRawPart } from '../passes/content/raw-part.ts'
import { barcodesOf } from './barcode.ts'
import { fieldGroupsOf } from './fields.ts'
import { relevanceOf } from './relevance.ts'
import { semanticsOf } from './semantics/semantics.ts'
import { styleOfKind } from './style.ts'
import { appleDate } from './values.ts'

const transitTypes: Readonly<Record<'train' | 'bus' | 'boat' | 'other', TransitType>> = {
  train: 'PKTransitTypeTrain',
  bus: 'PKTransitTypeBus',
  boat: 'PKTransitTypeBoat',
  other: 'PKTransitTypeGeneric',
}

/**
 * What a pass shows, as pass.json (Apple, *Pass*) without its identity: no serial number, certificate or web service.
 * Pure, so equal content gives equal JSON. The author's raw `apple` part comes last.
 */
export function appleOf(content: PassContent): PassJson {
  const style = styleOfKind[content.kind]
  const { colors, validity } = content
  const semantics = semanticsOf(content)
  const made: PassJson = {
    ...present({
      organizationName: content.issuerName,
      description: content.description,
      logoText: content.logoText,
      backgroundColor: colors?.background && rgbOf(colors.background),
      foregroundColor: colors?.foreground && rgbOf(colors.foreground),
      labelColor: colors?.label && rgbOf(colors.label),
      groupingIdentifier: grouped.includes(style) ? content.grouping : undefined,
      expirationDate: validity?.until && appleDate(validity.until),
      voided: content.voided || undefined,
      semantics: Object.keys(semantics).length > 0 ? semantics : undefined,
    }),
    ...barcodesOf(content.barcode),
    ...relevanceOf(content.relevance, style),
    [style]: { ...present({ transitType: transitTypeOf(content) }), ...fieldGroupsOf(content) },
  }
  return content.apple === undefined ? made : withoutIdentity(mergeRawPart(made, content.apple, 'key') as PassJson)
}

/** The styles that Wallet puts together (Apple, *Pass*, `groupingIdentifier`). */
const grouped: readonly PassStyle[] = ['boardingPass', 'eventTicket']

/** Which pass it is, and who answers for it: not for content to say. */
export const identityKeys = [
  'formatVersion',
  'passTypeIdentifier',
  'teamIdentifier',
  'serialNumber',
  'webServiceURL',
  'authenticationToken',
] as const

function withoutIdentity(pass: PassJson): PassJson {
  return Object.fromEntries(Object.entries(pass).filter(([key]) => !(identityKeys as readonly string[]).includes(key)))
}

function transitTypeOf(content: PassContent): TransitType | undefined {
  if (content.kind === 'boardingPass') return 'PKTransitTypeAir'
  if (content.kind === 'transit') return transitTypes[content.details?.mode ?? 'other']
  return undefined
}
