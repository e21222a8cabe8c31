/** The keys of pass.json and the rules for their values, one line a key (Apple, *Pass* and the pages below it). */
import { barcode, barcodes } from './barcode.ts'
import * as enums from './enums.ts'
import * as r from './rules.ts'

export const fieldShape = r.shape(
  {
    key: r.filledText,
    value: r.textOrNumber,
    label: r.text,
    attributedValue: r.textOrNumber,
    changeMessage: r.text,
    textAlignment: r.oneOf(enums.textAlignments),
    dataDetectorTypes: r.listOf(r.oneOf(enums.dataDetectorTypes)),
    dateStyle: r.oneOf(enums.dateStyles),
    timeStyle: r.oneOf(enums.dateStyles),
    ignoresTimeZone: r.boolean,
    isRelative: r.boolean,
    numberStyle: r.oneOf(enums.numberStyles),
    currencyCode: r.text,
    semantics: r.objectOf(r.shape({})),
    row: r.oneOf([0, 1]),
  },
  ['key', 'value'],
)

const field = r.objectOf(fieldShape)
const fields = r.objectOf(
  r.shape({
    ...Object.fromEntries(enums.fieldGroups.map((group) => [group, r.listOf(field)])),
    transitType: r.oneOf(enums.transitTypes),
  }),
)

const location = r.objectOf(
  r.shape(
    {
      latitude: r.numberBetween(-90, 90),
      longitude: r.numberBetween(-180, 180),
      altitude: r.number,
      relevantText: r.text,
    },
    ['latitude', 'longitude'],
  ),
)

const uint16 = r.numberBetween(0, 0xffff)
const beacon = r.objectOf(
  r.shape({ proximityUUID: r.uuid, major: uint16, minor: uint16, relevantText: r.text }, ['proximityUUID']),
)

const relevantDate = r.objectOf(r.shape({ date: r.date, relevantDate: r.date, startDate: r.date, endDate: r.date }))

const nfc = r.objectOf(
  r.shape({ message: r.textUpTo(64), encryptionPublicKey: r.filledText, requiresAuthentication: r.boolean }, [
    'message',
    'encryptionPublicKey',
  ]),
)

export const passShape = r.shape(
  {
    formatVersion: r.oneOf([1]),
    passTypeIdentifier: r.filledText,
    teamIdentifier: r.filledText,
    serialNumber: r.filledText,
    organizationName: r.filledText,
    description: r.filledText,
    logoText: r.text,

    webServiceURL: r.webUrl,
    authenticationToken: r.text,

    expirationDate: r.date,
    voided: r.boolean,
    sharingProhibited: r.boolean,
    groupingIdentifier: r.text,
    associatedStoreIdentifiers: r.listOf(r.number),
    appLaunchURL: r.text,
    userInfo: r.anything,

    ...Object.fromEntries(enums.styles.map((style) => [style, fields])),

    backgroundColor: r.color,
    foregroundColor: r.color,
    labelColor: r.color,
    stripColor: r.color,
    suppressStripShine: r.boolean,

    barcodes,
    barcode,
    nfc,

    relevantDates: r.listOf(relevantDate),
    relevantDate: r.date,
    locations: r.listOf(location),
    beacons: r.listOf(beacon),
    maxDistance: r.number,
  },
  ['formatVersion', 'passTypeIdentifier', 'teamIdentifier', 'serialNumber', 'organizationName', 'description'],
)

/** Known keys beyond the classic core: let through as they are, without the warning that unknown keys get. */
export const laterKeys: ReadonlySet<string> = new Set([
  // all styles
  'semantics',
  'featuredActions',
  'logoSymbolName',
  'posterGeneric',
  'preferredStyleSchemes',
  'upcomingPassInformation',
  // poster event tickets
  'accessibilityURL',
  'addOnURL',
  'auxiliaryStoreIdentifiers',
  'bagPolicyURL',
  'contactVenueEmail',
  'contactVenuePhoneNumber',
  'contactVenueWebsite',
  'directionsInformationURL',
  'eventLogoText',
  'footerBackgroundColor',
  'merchandiseURL',
  'orderFoodURL',
  'parkingInformationURL',
  'purchaseParkingURL',
  'sellURL',
  'suppressHeaderDarkening',
  'transferURL',
  'transitInformationURL',
  'useAutomaticColors',
  // semantic boarding passes
  'businessChatIdentifier',
  'changeSeatURL',
  'entertainmentURL',
  'managementURL',
  'purchaseAdditionalBaggageURL',
  'purchaseLoungeAccessURL',
  'purchaseWifiURL',
  'registerServiceAnimalURL',
  'reportLostBagURL',
  'requestWheelchairURL',
  'trackBagsURL',
  'transitProviderEmail',
  'transitProviderPhoneNumber',
  'transitProviderWebsiteURL',
  'upgradeURL',
])
