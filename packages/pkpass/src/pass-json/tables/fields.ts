/** Fields and the style dictionaries that hold them (Apple, *PassFields* and *PassFieldContent*). */
import * as enums from '../enums.ts'
import { keys, listOf, objectOf, requiredKeys } from '../object.ts'
import * as v from '../values.ts'
import { semantics } from './semantics.ts'

export const fieldKeys = {
  ...requiredKeys(
    { sinceIos: 6 },
    {
      /** Unique within the style; Wallet finds changes by it. */
      key: v.filledString,
      /** A date has a time and a zone. */
      value: v.fieldValue,
    },
  ),
  ...keys(
    { sinceIos: 6 },
    {
      label: v.text,
      /** Shown on the lock screen when the value changes; contains `%@` for the new value. */
      changeMessage: v.format,
      /** Not of primary and back fields. */
      textAlignment: v.oneOf(enums.textAlignments),
      dateStyle: v.oneOf(enums.dateStyles),
      timeStyle: v.oneOf(enums.dateStyles),
      isRelative: v.boolean,
      numberStyle: v.oneOf(enums.numberStyles),
      /** ISO 4217. */
      currencyCode: v.currency,
    },
  ),
  ...keys(
    { sinceIos: 7 },
    {
      /** Replaces `value`; of HTML it may have links. */
      attributedValue: v.markup,
      /** Of back fields: all if absent, none if empty. */
      dataDetectorTypes: listOf(v.oneOf(enums.dataDetectorTypes)),
      /** Shows a date in the zone that it carries instead of the phone's. */
      ignoresTimeZone: v.boolean,
    },
  ),
  ...keys({ sinceIos: 12 }, { semantics }),
  ...keys(
    { sinceIos: 6, styles: ['eventTicket'], note: 'In auxiliaryFields; since when is not documented.' },
    { row: v.oneOf([0, 1]) },
  ),
}

export const field = objectOf('PassFieldContent', fieldKeys, { _id: null })
const fields = listOf(field)

export const styleDictionaryKeys = {
  ...keys({ sinceIos: 6 }, { headerFields: fields, primaryFields: fields, backFields: fields }),
  ...keys({ sinceIos: 6, styles: enums.styles }, { secondaryFields: fields, auxiliaryFields: fields }),
  ...keys(
    { sinceIos: 18, styles: ['eventTicket', 'posterGeneric'], faces: ['posterEventTicket', 'posterGeneric'] },
    {
      /** The tile below the pass. */
      additionalInfoFields: fields,
    },
  ),
  ...keys(
    { sinceIos: 27, styles: ['posterGeneric'], undocumented: true, note: 'In an article and Apple’s pass-builder.' },
    { footerFields: fields },
  ),
  ...keys(
    { sinceIos: 6, styles: ['boardingPass'], note: 'Required there.' },
    { transitType: v.oneOf(enums.transitTypes) },
  ),
}

export const styleDictionary = objectOf('PassFields', styleDictionaryKeys)
