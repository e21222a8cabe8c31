import type { PassContent } from '../../passes/content/content.ts'
import { facts, type Style } from '../output.ts'

/** What a pass shows, for people: its titles, then its fields from the top of the face to the back. */
export function contentText(content: PassContent, style: Style): string {
  const { barcode, validity, enrolment, links = [] } = content
  const fields = Object.entries(content.fields).flatMap(([slot, fields]) =>
    fields.map(({ key, label, value }) => [`${slot} ${label || key}`, value] as const),
  )
  return facts(
    [
      ['kind', content.kind],
      ['issuer', content.issuerName],
      ['title', content.title],
      ['state', content.voided ? 'void' : undefined],
      ['valid from', validity?.from],
      ['valid until', validity?.until],
      ...fields,
      ['barcode', barcode && `${barcode.format} ${barcode.altText ?? barcode.message}`],
      ['form', enrolment?.description],
      ...links.map(({ label, url }) => [`link ${label}`, url] as const),
    ],
    style,
  )
}
