import { formatValue, type PassContents, type PassStyleKey, type Viewing } from '@billfold/pkpass'
import { localizedPass } from './localize.ts'
import { barcodeOf, type Field, type FieldGroup, fieldsOf, styleOf, textAt } from './pass-json.ts'
import { formOf, type PersonalizationForm } from './personalization-form.ts'

/** What there is to see of a pass, as an iPhone set to US English writes it. */
export interface PassFace {
  readonly style: PassStyleKey
  readonly organizationName: string
  readonly description: string
  readonly logoText: string | null
  /** As in pass.json, `rgb(r, g, b)`; null where iOS chooses. */
  readonly colors: {
    readonly background: string | null
    readonly foreground: string | null
    readonly label: string | null
  }
  readonly fields: Readonly<Record<FieldGroup, readonly ShownField[]>>
  readonly barcode: { readonly format: string; readonly message: string; readonly altText: string | null } | null
  readonly voided: boolean
  readonly expired: boolean
  readonly expirationDate: string | null
  /** The form that the pass awaits to be filled in; null if it awaits none. */
  readonly personalization: PersonalizationForm | null
}

export interface ShownField {
  readonly key: string
  readonly label: string
  readonly value: string
}

/** The face of a package that has been read, without looking at its signature. */
export function faceOfPackage(contents: Pick<PassContents, 'pass' | 'files'>, viewing: Viewing): PassFace {
  const pass = localizedPass(contents)
  const expirationDate = textAt(pass, 'expirationDate') ?? null
  const barcode = barcodeOf(pass)
  const shown = (group: FieldGroup) => fieldsOf(pass, group).map((field) => shownField(field, viewing))
  return {
    style: styleOf(pass),
    organizationName: textAt(pass, 'organizationName') ?? '',
    description: textAt(pass, 'description') ?? '',
    logoText: textAt(pass, 'logoText') ?? null,
    colors: {
      background: textAt(pass, 'backgroundColor') ?? null,
      foreground: textAt(pass, 'foregroundColor') ?? null,
      label: textAt(pass, 'labelColor') ?? null,
    },
    fields: {
      header: shown('header'),
      primary: shown('primary'),
      secondary: shown('secondary'),
      auxiliary: shown('auxiliary'),
      back: shown('back'),
    },
    barcode: barcode
      ? {
          format: textAt(barcode, 'format') ?? '',
          message: textAt(barcode, 'message') ?? '',
          altText: textAt(barcode, 'altText') ?? null,
        }
      : null,
    voided: pass.voided === true,
    expired: expirationDate !== null && Date.parse(expirationDate) <= viewing.at.getTime(),
    expirationDate,
    personalization: formOf(contents),
  }
}

/** `attributedValue`, of whose HTML iOS takes links only, overrides the value. */
function shownField(field: Field, viewing: Viewing): ShownField {
  const { attributedValue } = field
  const value =
    typeof attributedValue === 'string'
      ? attributedValue.replace(/<[^>]*>/g, '')
      : formatValue({ ...field, value: attributedValue ?? field.value }, viewing)
  return { key: field.key, label: field.label ?? '', value }
}
