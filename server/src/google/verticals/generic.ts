import { present } from '../../passes/content/json.ts'
import { type Mapping, titleFact } from '../mapping.ts'
import { localized } from '../values.ts'

/** Google Wallet API, *GenericClass* and *GenericObject*: the class has only the layout, the object all else. */
export const generic: Mapping<'generic' | 'boardingPass', 'generic'> = {
  classTexts: [],
  facts: [titleFact],
  classParts: () => ({}),
  objectParts: ({ issuerName, logoText, title, ...content }, { language }) =>
    present({
      cardTitle: localized(logoText || issuerName, language),
      header: localized(title, language),
      subheader: content.kind === 'generic' ? localized(content.details?.subtitle, language) : undefined,
    }),
}
