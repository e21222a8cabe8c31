/** The objects and lists at the top level of pass.json that are neither fields nor semantic tags (Apple, *Pass*,
 * *UpcomingPassInformationEntry*, *Personalize*). */
import * as enums from '../enums.ts'
import { keys, listOf, objectOf, requiredKeys } from '../object.ts'
import * as v from '../values.ts'
import { field } from './fields.ts'
import { semantics } from './semantics.ts'

export const locationKeys = {
  ...requiredKeys({ sinceIos: 6 }, { latitude: v.numberBetween(-90, 90), longitude: v.numberBetween(-180, 180) }),
  ...keys({ sinceIos: 6 }, { altitude: v.number, relevantText: v.text }),
}

const uint16 = v.wholeNumberBetween(0, 0xffff)

export const beaconKeys = {
  ...requiredKeys({ sinceIos: 7 }, { proximityUUID: v.uuid }),
  ...keys({ sinceIos: 7 }, { major: uint16, minor: uint16, relevantText: v.text }),
}

export const relevantDateKeys = {
  ...keys(
    { sinceIos: 18 },
    {
      /** A moment; Wallet derives the interval. */
      date: v.date,
      /** With `endDate`: an interval. */
      startDate: v.date,
      endDate: v.date,
    },
  ),
  ...keys(
    { sinceIos: 18, undocumented: true, replacedBy: 'date', note: 'The name of `date` in iOS 18.' },
    { relevantDate: v.date },
  ),
}

export const nfcKeys = {
  ...requiredKeys(
    { sinceIos: 9 },
    {
      /** At most 64 bytes. */
      message: v.stringUpTo(64),
      /** Base64 of an X.509 SubjectPublicKeyInfo on P-256. */
      encryptionPublicKey: v.filledString,
    },
  ),
  ...keys({ sinceIos: 13, note: 'iOS 13.1.' }, { requiresAuthentication: v.boolean }),
}

export const actionKeys = {
  ...requiredKeys(
    { sinceIos: 27, undocumented: true },
    { identifier: v.filledString, type: v.knownAs(enums.actionTypes) },
  ),
  ...keys({ sinceIos: 27, undocumented: true }, { url: v.url }),
}

export const personalizationKeys = {
  ...requiredKeys(
    { sinceIos: 10 },
    {
      description: v.filledText,
      requiredPersonalizationFields: listOf(v.oneOf(enums.personalizationFields)),
    },
  ),
  ...keys(
    { sinceIos: 10 },
    {
      /** May have links in HTML. */
      termsAndConditions: v.string,
    },
  ),
}

export const location = objectOf('Location', locationKeys)
export const beacon = objectOf('Beacon', beaconKeys)
export const relevantDate = objectOf('RelevantDate', relevantDateKeys)
export const nfc = objectOf('NFC', nfcKeys)
export const action = objectOf('Action', actionKeys, { _id: null })

/** What Apple's pass-builder calls these keys. */
const lowerCase = { urls: 'URLs', url: 'URL', sha256: 'SHA256' } as const

export const imageUrlKeys = {
  ...requiredKeys(
    { sinceIos: 26 },
    {
      SHA256: v.sha256,
      /** https only. */
      URL: v.url,
    },
  ),
  ...keys(
    { sinceIos: 26 },
    {
      /** 1 if absent. */
      scale: v.positive,
      /** In bytes, at most 2 MB. */
      size: v.wholeNumber,
    },
  ),
}
const imageUrl = objectOf('ImageURLEntry', imageUrlKeys, { sha256: lowerCase.sha256, url: lowerCase.url })

export const upcomingImageKeys = keys(
  { sinceIos: 26 },
  {
    URLs: listOf(imageUrl),
    /** Shows the image of the pass instead. */
    reuseExisting: v.boolean,
  },
)
const image = objectOf('Image', upcomingImageKeys, { urls: lowerCase.urls })

export const upcomingImagesKeys = keys({ sinceIos: 26 }, { headerImage: image, venueMap: image })

export const upcomingDateKeys = keys(
  { sinceIos: 26 },
  {
    /** Without it the entry says TBD. */
    date: v.date,
    ignoreTimeComponents: v.boolean,
    isAllDay: v.boolean,
    /** Shown as TBA. */
    isUnannounced: v.boolean,
    /** Shown as TBD. */
    isUndetermined: v.boolean,
    /** The phone's if absent. */
    timeZone: v.timeZone,
  },
)

/** The quick actions of an event guide: also at the top level, there for the pass as a whole. */
export const eventUrls = {
  accessibilityURL: v.url,
  addOnURL: v.url,
  bagPolicyURL: v.url,
  contactVenueEmail: v.email,
  contactVenuePhoneNumber: v.phone,
  contactVenueWebsite: v.url,
  directionsInformationURL: v.url,
  merchandiseURL: v.url,
  orderFoodURL: v.url,
  parkingInformationURL: v.url,
  purchaseParkingURL: v.url,
  sellURL: v.url,
  transferURL: v.url,
  transitInformationURL: v.url,
}

export const upcomingUrlKeys = keys({ sinceIos: 26 }, eventUrls)

export const upcomingEntryKeys = {
  ...requiredKeys(
    { sinceIos: 26 },
    {
      /** Unique within the list. */
      identifier: v.filledString,
      name: v.filledText,
      type: v.knownAs(enums.upcomingTypes),
    },
  ),
  ...keys(
    { sinceIos: 26 },
    {
      isActive: v.boolean,
      dateInformation: objectOf('DateInformation', upcomingDateKeys),
      semantics,
      additionalInfoFields: listOf(field),
      backFields: listOf(field),
      auxiliaryStoreIdentifiers: listOf(v.wholeNumber),
      images: objectOf('Images', upcomingImagesKeys),
      URLs: objectOf('URLs', upcomingUrlKeys),
    },
  ),
}

export const upcomingEntry = objectOf('UpcomingPassInformationEntry', upcomingEntryKeys, {
  urls: lowerCase.urls,
  _id: null,
})
