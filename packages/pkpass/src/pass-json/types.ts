/**
 * pass.json (Apple, *Pass*): the core that the five classic styles share, typed. Every object also takes the keys that
 * are not listed, so that a pass never has to wait for a release of this package.
 */
import type {
  barcodeFormats,
  dataDetectorTypes,
  dateStyles,
  fieldGroups,
  numberStyles,
  styles,
  textAlignments,
  transitTypes,
} from './enums.ts'

export type PassStyle = (typeof styles)[number]
export type PassFieldGroup = (typeof fieldGroups)[number]
export type TransitType = (typeof transitTypes)[number]
export type TextAlignment = (typeof textAlignments)[number]
export type DateStyle = (typeof dateStyles)[number]
export type NumberStyle = (typeof numberStyles)[number]
export type DataDetectorType = (typeof dataDetectorTypes)[number]
export type BarcodeFormat = (typeof barcodeFormats)[number]

/** A text that may also be a key of pass.strings. */
export type LocalizableText = string
/** ISO 8601 with hours, minutes and zone: `2026-12-24T18:00+01:00`. */
export type PassDate = string
/** `rgb(255, 255, 255)`. */
export type PassColor = string

export interface PassField {
  /** Unique within the pass; Wallet finds changes by it. */
  readonly key: string
  readonly value: LocalizableText | PassDate | number
  readonly label?: LocalizableText
  /** Replaces value; of HTML it may have links. */
  readonly attributedValue?: LocalizableText | PassDate | number
  /** Shown on the lock screen when the value changes; contains `%@` for the new value. */
  readonly changeMessage?: LocalizableText
  readonly textAlignment?: TextAlignment
  readonly dataDetectorTypes?: readonly DataDetectorType[]
  readonly dateStyle?: DateStyle
  readonly timeStyle?: DateStyle
  readonly ignoresTimeZone?: boolean
  readonly isRelative?: boolean
  readonly numberStyle?: NumberStyle
  /** ISO 4217. */
  readonly currencyCode?: string
  readonly row?: 0 | 1
  readonly [key: string]: unknown
}

export type PassFields = { readonly [Group in PassFieldGroup]?: readonly PassField[] } & {
  /** Of boarding passes, which need it. */
  readonly transitType?: TransitType
  readonly [key: string]: unknown
}

export interface Barcode {
  readonly format: BarcodeFormat
  readonly message: string
  /** IANA name, normally `iso-8859-1`. */
  readonly messageEncoding: string
  readonly altText?: string
  readonly [key: string]: unknown
}

export interface PassLocation {
  readonly latitude: number
  readonly longitude: number
  readonly altitude?: number
  readonly relevantText?: LocalizableText
  readonly [key: string]: unknown
}

export interface Beacon {
  readonly proximityUUID: string
  readonly major?: number
  readonly minor?: number
  readonly relevantText?: LocalizableText
  readonly [key: string]: unknown
}

export interface RelevantDate {
  readonly date?: PassDate
  readonly startDate?: PassDate
  readonly endDate?: PassDate
  readonly [key: string]: unknown
}

export interface Nfc {
  /** At most 64 bytes. */
  readonly message: string
  /** Base64 of an X.509 SubjectPublicKeyInfo on P-256. */
  readonly encryptionPublicKey: string
  readonly requiresAuthentication?: boolean
  readonly [key: string]: unknown
}

export type PassJson = { readonly [Style in PassStyle]?: PassFields } & {
  readonly formatVersion?: 1
  readonly passTypeIdentifier?: string
  readonly teamIdentifier?: string
  readonly serialNumber?: string
  readonly organizationName?: LocalizableText
  readonly description?: LocalizableText
  readonly logoText?: LocalizableText

  readonly webServiceURL?: string
  /** At least 16 characters; must never change during the life of a pass. */
  readonly authenticationToken?: string

  readonly expirationDate?: PassDate
  readonly voided?: boolean
  readonly sharingProhibited?: boolean
  readonly groupingIdentifier?: string
  readonly associatedStoreIdentifiers?: readonly number[]
  readonly appLaunchURL?: string
  readonly userInfo?: unknown

  readonly backgroundColor?: PassColor
  readonly foregroundColor?: PassColor
  readonly labelColor?: PassColor
  readonly stripColor?: PassColor
  readonly suppressStripShine?: boolean

  readonly barcodes?: readonly Barcode[]
  /** For iOS 8 and older. */
  readonly barcode?: Barcode
  readonly nfc?: Nfc

  readonly relevantDates?: readonly RelevantDate[]
  /** For iOS 17 and older. */
  readonly relevantDate?: PassDate
  readonly locations?: readonly PassLocation[]
  readonly beacons?: readonly Beacon[]
  /** In metres. */
  readonly maxDistance?: number

  readonly [key: string]: unknown
}
