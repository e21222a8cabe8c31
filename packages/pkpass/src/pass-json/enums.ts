/** The enumerations of pass.json (Apple, *Pass* and the pages below it). */

/** The five styles that every iOS knows; a pass has one of them. */
export const styles = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard'] as const

/** All style dictionaries: the poster of iOS 27 may stand alone or beside one of the five. */
export const styleKeys = [...styles, 'posterGeneric'] as const

/** What `preferredStyleSchemes` may name (Apple, *Pass*), each beside the style that it draws in a new way. */
export const styleSchemes = ['posterEventTicket', 'eventTicket', 'semanticBoardingPass', 'boardingPass'] as const

export const fieldGroups = [
  'headerFields',
  'primaryFields',
  'secondaryFields',
  'auxiliaryFields',
  'backFields',
  'additionalInfoFields',
  'footerFields',
] as const

export const transitTypes = [
  'PKTransitTypeAir',
  'PKTransitTypeBoat',
  'PKTransitTypeBus',
  'PKTransitTypeGeneric',
  'PKTransitTypeTrain',
] as const

export const textAlignments = [
  'PKTextAlignmentLeft',
  'PKTextAlignmentCenter',
  'PKTextAlignmentRight',
  'PKTextAlignmentNatural',
] as const

export const dateStyles = [
  'PKDateStyleNone',
  'PKDateStyleShort',
  'PKDateStyleMedium',
  'PKDateStyleLong',
  'PKDateStyleFull',
] as const

export const numberStyles = [
  'PKNumberStyleDecimal',
  'PKNumberStylePercent',
  'PKNumberStyleScientific',
  'PKNumberStyleSpellOut',
] as const

export const dataDetectorTypes = [
  'PKDataDetectorTypePhoneNumber',
  'PKDataDetectorTypeLink',
  'PKDataDetectorTypeAddress',
  'PKDataDetectorTypeCalendarEvent',
] as const

export const barcodeFormats = [
  'PKBarcodeFormatQR',
  'PKBarcodeFormatPDF417',
  'PKBarcodeFormatAztec',
  'PKBarcodeFormatCode128',
  'PKBarcodeFormatCode39',
  'PKBarcodeFormatCodabar',
  'PKBarcodeFormatEAN13',
  'PKBarcodeFormatI2of5',
] as const

export const eventTypes = [
  'PKEventTypeGeneric',
  'PKEventTypeLivePerformance',
  'PKEventTypeMovie',
  'PKEventTypeSports',
  'PKEventTypeConference',
  'PKEventTypeConvention',
  'PKEventTypeWorkshop',
  'PKEventTypeSocialGathering',
] as const

export const securityPrograms = [
  'PKTransitSecurityProgramTSAPreCheck',
  'PKTransitSecurityProgramTSAPreCheckTouchlessID',
  'PKTransitSecurityProgramOSS',
  'PKTransitSecurityProgramITI',
  'PKTransitSecurityProgramITD',
  'PKTransitSecurityProgramGlobalEntry',
  'PKTransitSecurityProgramCLEAR',
] as const

export const passengerCapabilities = [
  'PKPassengerCapabilityPreboarding',
  'PKPassengerCapabilityPriorityBoarding',
  'PKPassengerCapabilityCarryon',
  'PKPassengerCapabilityPersonalItem',
  'PKPassengerCapabilityLapInfant',
] as const

/** Featured actions (Apple, *Defining the metadata of your Wallet Pass*). */
export const actionTypes = [
  'viewSchedule',
  'watchTrailer',
  'listenToMusic',
  'call',
  'place',
  'addToBalance',
  'order',
  'shop',
  'membershipBenefits',
  'bookAppointment',
  'bookCar',
  'bookFlight',
  'bookStay',
  'viewOffersRewards',
] as const

export const upcomingTypes = ['event'] as const

export const personalizationFields = [
  'PKPassPersonalizationFieldName',
  'PKPassPersonalizationFieldPostalCode',
  'PKPassPersonalizationFieldEmailAddress',
  'PKPassPersonalizationFieldPhoneNumber',
] as const
