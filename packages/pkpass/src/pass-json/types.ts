/**
 * pass.json as TypeScript knows it, read off the tables of its keys. Every object also takes the keys that are not
 * listed, so that a pass never has to wait for a release of this package.
 */
import type * as enums from './enums.ts'
import type { ObjectOf, PartOf } from './key.ts'
import type { barcodeKeys } from './tables/barcodes.ts'
import type { fieldKeys, styleDictionaryKeys } from './tables/fields.ts'
import type * as parts from './tables/parts.ts'
import type { passKeys } from './tables/pass.ts'
import type * as tags from './tables/semantics.ts'

export type { PassStyle, PassStyleKey, PosterFace } from './key.ts'

export type PassFieldGroup = (typeof enums.fieldGroups)[number]
export type StyleScheme = (typeof enums.styleSchemes)[number]
export type TransitType = (typeof enums.transitTypes)[number]
export type TextAlignment = (typeof enums.textAlignments)[number]
export type DateStyle = (typeof enums.dateStyles)[number]
export type NumberStyle = (typeof enums.numberStyles)[number]
export type DataDetectorType = (typeof enums.dataDetectorTypes)[number]
export type BarcodeFormat = (typeof enums.barcodeFormats)[number]
export type EventType = (typeof enums.eventTypes)[number]
export type SecurityProgram = (typeof enums.securityPrograms)[number]
export type PassengerCapability = (typeof enums.passengerCapabilities)[number]
export type FeaturedActionType = (typeof enums.actionTypes)[number]
export type PersonalizationField = (typeof enums.personalizationFields)[number]

/** pass.json; nothing is required here, as templates and passes each give a part. */
export interface PassJson extends PartOf<typeof passKeys> {}
/** What a style key holds. */
export interface PassFields extends PartOf<typeof styleDictionaryKeys> {}
export interface PassField extends ObjectOf<typeof fieldKeys> {}
export interface Barcode extends ObjectOf<typeof barcodeKeys> {}
export interface PassLocation extends ObjectOf<typeof parts.locationKeys> {}
export interface Beacon extends ObjectOf<typeof parts.beaconKeys> {}
export interface RelevantDate extends ObjectOf<typeof parts.relevantDateKeys> {}
export interface Nfc extends ObjectOf<typeof parts.nfcKeys> {}
export interface FeaturedAction extends ObjectOf<typeof parts.actionKeys> {}
/** personalization.json. */
export interface Personalization extends ObjectOf<typeof parts.personalizationKeys> {}

export interface SemanticTags extends ObjectOf<typeof tags.semanticTags> {}
export interface CurrencyAmount extends ObjectOf<typeof tags.currencyAmountKeys> {}
export interface TagLocation extends ObjectOf<typeof tags.tagLocationKeys> {}
export interface PersonName extends ObjectOf<typeof tags.personNameKeys> {}
export interface Seat extends ObjectOf<typeof tags.seatKeys> {}
export interface EventDateInfo extends ObjectOf<typeof tags.eventDateInfoKeys> {}
export interface WifiNetwork extends ObjectOf<typeof tags.wifiNetworkKeys> {}

export interface UpcomingEntry extends ObjectOf<typeof parts.upcomingEntryKeys> {}
export interface UpcomingDate extends ObjectOf<typeof parts.upcomingDateKeys> {}
export interface UpcomingImage extends ObjectOf<typeof parts.upcomingImageKeys> {}
