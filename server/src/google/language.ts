/** The language of content that does not say one: Google takes no text without. */
export const defaultLanguage = 'en'
