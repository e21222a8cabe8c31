/** The top level of pass.json (Apple, *Pass*; *Creating a poster generic pass*; apple/pass-builder, `Pass`). */
import * as enums from '../enums.ts'
import { keys, listOf, objectOf, requiredKeys } from '../object.ts'
import * as v from '../values.ts'
import { barcode } from './barcodes.ts'
import { styleDictionary } from './fields.ts'
import { action, beacon, eventUrls, location, nfc, relevantDate, upcomingEntry } from './parts.ts'
import { semantics } from './semantics.ts'

const strip = ['coupon', 'eventTicket', 'storeCard'] as const
const { orderFoodURL, ...eventGuide } = eventUrls

export const passKeys = {
  // which pass it is
  ...requiredKeys(
    { sinceIos: 6 },
    {
      formatVersion: v.oneOf([1]),
      /** The certificate's. */
      passTypeIdentifier: v.filledString,
      /** The certificate's. */
      teamIdentifier: v.filledString,
      /** Unique for its pass type; never changes. */
      serialNumber: v.filledString,
      /** On the lock screen and in mail. */
      organizationName: v.filledText,
      /** For who cannot see the pass: begins with a noun, like "Coffee card". */
      description: v.filledText,
    },
  ),

  // where it asks for updates
  ...keys(
    { sinceIos: 6 },
    {
      webServiceURL: v.serviceUrl,
      /** At least 16 characters; must never change during the life of a pass. */
      authenticationToken: v.string,
    },
  ),

  // its life
  ...keys({ sinceIos: 7 }, { expirationDate: v.date, voided: v.boolean }),
  ...keys({ sinceIos: 11 }, { sharingProhibited: v.boolean }),
  ...keys({ sinceIos: 7, styles: ['boardingPass', 'eventTicket'] }, { groupingIdentifier: v.string }),

  // apps
  ...keys({ sinceIos: 6 }, { associatedStoreIdentifiers: listOf(v.wholeNumber) }),
  ...keys({ sinceIos: 7 }, { appLaunchURL: v.appUrl, userInfo: v.anything }),

  // style
  ...keys(
    { sinceIos: 6 },
    {
      boardingPass: styleDictionary,
      coupon: styleDictionary,
      eventTicket: styleDictionary,
      generic: styleDictionary,
      storeCard: styleDictionary,
    },
  ),
  ...keys(
    {
      sinceIos: 27,
      undocumented: true,
      note: 'In an article and Apple’s pass-builder. Goes before the style beside it.',
    },
    { posterGeneric: styleDictionary },
  ),
  ...keys(
    { sinceIos: 18, styles: ['boardingPass', 'eventTicket'] },
    {
      /** The first whose requirements the pass meets is used, else its style. */
      preferredStyleSchemes: listOf(v.knownAs(enums.styleSchemes)),
    },
  ),
  ...keys({ sinceIos: 12 }, { semantics }),

  // look
  ...keys(
    { sinceIos: 6 },
    { backgroundColor: v.color, foregroundColor: v.color, labelColor: v.color, logoText: v.text },
  ),
  ...keys({ sinceIos: 7, styles: strip }, { suppressStripShine: v.boolean }),
  ...keys(
    { sinceIos: 6, styles: strip, undocumented: true, note: 'What it does is not documented.' },
    { stripColor: v.color },
  ),
  ...keys(
    { sinceIos: 27, undocumented: true, note: 'An SF Symbol, in Apple’s pass-builder only.' },
    { logoSymbolName: v.string },
  ),

  // code and contact
  ...keys(
    { sinceIos: 9 },
    {
      /** In order of preference: a phone draws the first that it knows. */
      barcodes: listOf(barcode),
      nfc,
    },
  ),
  ...keys({ sinceIos: 6, deprecatedSinceIos: 9, replacedBy: 'barcodes' }, { barcode }),

  // relevance
  ...keys({ sinceIos: 6 }, { locations: listOf(location) }),
  ...keys(
    { sinceIos: 7 },
    {
      beacons: listOf(beacon),
      /** In metres. */
      maxDistance: v.positive,
    },
  ),
  ...keys(
    { sinceIos: 18, styles: ['boardingPass', 'eventTicket', 'generic'] },
    { relevantDates: listOf(relevantDate) },
  ),
  ...keys(
    {
      sinceIos: 6,
      styles: ['boardingPass', 'eventTicket', 'generic'],
      deprecatedSinceIos: 18,
      replacedBy: 'relevantDates',
    },
    { relevantDate: v.date },
  ),

  // below the pass
  ...keys(
    { sinceIos: 27, undocumented: true, note: 'In an article and Apple’s pass-builder.' },
    {
      /** At most two, the more important first. */
      featuredActions: listOf(action),
    },
  ),
  ...keys(
    { sinceIos: 26, styles: ['eventTicket'], faces: ['posterEventTicket'] },
    { upcomingPassInformation: listOf(upcomingEntry) },
  ),

  // poster event tickets
  ...keys(
    { sinceIos: 18, styles: ['eventTicket'], faces: ['posterEventTicket'] },
    {
      /** Beside the logo, instead of logoText. */
      eventLogoText: v.text,
      /** Instead of a blur. */
      footerBackgroundColor: v.color,
      /** Takes foreground and label from the artwork. */
      useAutomaticColors: v.boolean,
      auxiliaryStoreIdentifiers: listOf(v.wholeNumber),
      ...eventGuide,
    },
  ),
  ...keys(
    { sinceIos: 18, faces: ['posterEventTicket', 'posterGeneric'], note: 'On posterGeneric in reports only.' },
    { suppressHeaderDarkening: v.boolean },
  ),
  ...keys(
    { sinceIos: 18, styles: ['boardingPass', 'eventTicket'], faces: ['posterEventTicket', 'semanticBoardingPass'] },
    { orderFoodURL },
  ),

  // semantic boarding passes
  ...keys(
    { sinceIos: 26, styles: ['boardingPass'], faces: ['semanticBoardingPass'] },
    {
      changeSeatURL: v.url,
      entertainmentURL: v.url,
      managementURL: v.url,
      purchaseAdditionalBaggageURL: v.url,
      purchaseLoungeAccessURL: v.url,
      purchaseWifiURL: v.url,
      registerServiceAnimalURL: v.url,
      reportLostBagURL: v.url,
      requestWheelchairURL: v.url,
      trackBagsURL: v.url,
      transitProviderEmail: v.email,
      transitProviderPhoneNumber: v.phone,
      transitProviderWebsiteURL: v.url,
      upgradeURL: v.url,
    },
  ),
  ...keys(
    {
      sinceIos: 26,
      styles: ['boardingPass'],
      faces: ['semanticBoardingPass'],
      undocumented: true,
      note: 'In an article, which does not say where it belongs.',
    },
    { businessChatIdentifier: v.string },
  ),
}

export const passObject = objectOf('Pass', passKeys)
