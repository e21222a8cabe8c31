/** How many items and characters Google takes and shows; a key alone stands for this field in every schema. */

export const mostItems: Readonly<Record<string, number>> = {
  'CardTemplateOverride.cardRowTemplateInfos': 3,
  linkedObjectIds: 50,
  merchantLocations: 10,
  messages: 10,
  valueAddedModuleData: 15,
}

/** More are taken, but from the class and from the object only so many are shown. */
export const shownItems: Readonly<Record<string, number>> = {
  'LinksModuleData.uris': 10,
  imageModulesData: 1,
  textModulesData: 10,
}

export const longestTexts: Readonly<Record<string, number>> = {
  'EventTicketClass.eventId': 64,
}
