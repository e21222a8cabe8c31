/** Every key that Apple's passes have, as data: its type, who reads it, since which iOS, and what has replaced it. */
import type { KeyTable } from './pass-json/key.ts'
import { barcodeKeys } from './pass-json/tables/barcodes.ts'
import { fieldKeys, styleDictionaryKeys } from './pass-json/tables/fields.ts'
import * as parts from './pass-json/tables/parts.ts'
import { passKeys } from './pass-json/tables/pass.ts'
import * as tags from './pass-json/tables/semantics.ts'

export type { ImageBox, ImageSlot, ImageStyle } from './images/slots.ts'
export { imageBoxes, imageSinceIos } from './images/slots.ts'
export { isHexColor, rgbOf } from './pass-json/formats.ts'
export type { Key, KeyFacts, KeyTable, Type, ValueKind } from './pass-json/key.ts'
export { fieldValueType, keyAt } from './pass-json/key-at.ts'
export { symbologies } from './pass-json/tables/barcodes.ts'

/** An object of pass.json, or of personalization.json. */
export interface AppleObject {
  /** As Apple calls it. */
  readonly name: string
  /** Apple's page about it. */
  readonly page: string
  readonly keys: KeyTable
}

const documentation = 'https://developer.apple.com/documentation/walletpasses'
const entry = 'UpcomingPassInformationEntry'

export const appleObjects: readonly AppleObject[] = (
  [
    ['Pass', 'pass', passKeys],
    ['PassFields', 'passfields', styleDictionaryKeys],
    ['PassFieldContent', 'passfieldcontent', fieldKeys],
    ['Pass.Barcodes', 'pass/barcodes-data.dictionary', barcodeKeys],
    ['Pass.NFC', 'pass/nfc-data.dictionary', parts.nfcKeys],
    ['Pass.Locations', 'pass/locations-data.dictionary', parts.locationKeys],
    ['Pass.Beacons', 'pass/beacons-data.dictionary', parts.beaconKeys],
    ['Pass.RelevantDates', 'pass/relevantdates-data.dictionary', parts.relevantDateKeys],
    ['Featured action', 'defining-the-metadata-of-your-wallet-pass', parts.actionKeys],
    ['SemanticTags', 'semantictags', tags.semanticTags],
    ['SemanticTagType.CurrencyAmount', 'semantictagtype/currencyamount-data.dictionary', tags.currencyAmountKeys],
    ['SemanticTagType.EventDateInfo', 'semantictagtype/eventdateinfo-data.dictionary', tags.eventDateInfoKeys],
    ['SemanticTagType.Location', 'semantictagtype/location-data.dictionary', tags.tagLocationKeys],
    [
      'SemanticTagType.PersonNameComponents',
      'semantictagtype/personnamecomponents-data.dictionary',
      tags.personNameKeys,
    ],
    ['SemanticTagType.Seat', 'semantictagtype/seat-data.dictionary', tags.seatKeys],
    ['SemanticTagType.WifiNetwork', 'semantictagtype/wifinetwork-data.dictionary', tags.wifiNetworkKeys],
    [entry, 'upcomingpassinformationentry', parts.upcomingEntryKeys],
    [
      `${entry}.DateInformation`,
      'upcomingpassinformationentry/dateinformation-data.dictionary',
      parts.upcomingDateKeys,
    ],
    [`${entry}.Images`, 'upcomingpassinformationentry/images-data.dictionary', parts.upcomingImagesKeys],
    [`${entry}.URLs`, 'upcomingpassinformationentry/urls-data.dictionary', parts.upcomingUrlKeys],
    [`${entry}Type.Image`, 'upcomingpassinformationentrytype/image-data.dictionary', parts.upcomingImageKeys],
    [
      `${entry}Type.ImageURLEntry`,
      'upcomingpassinformationentrytype/imageurlentry-data.dictionary',
      parts.imageUrlKeys,
    ],
    ['Personalize', 'personalize', parts.personalizationKeys],
  ] as const
).map(([name, page, keys]) => ({ name, page: `${documentation}/${page}`, keys }))
