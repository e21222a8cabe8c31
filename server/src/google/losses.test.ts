import { describe, expect, it } from 'vitest'
import { campaignOf } from '../../test/google-campaigns.ts'
import { type Kind, kinds } from '../passes/content/content.ts'
import { compileRevision, type RevisionSource, reviewRevision, type Variant } from '../passes/content/revision.ts'
import { lossesOf } from './losses.ts'

function losses(source: RevisionSource): string[] {
  expect(reviewRevision(source)).toEqual([])
  const found = lossesOf(compileRevision(source))
  for (const { message } of found) expect(message).not.toBe('')
  return found.map(({ code, path }) => `${code} ${path}`)
}
const lost = (kind: Kind, content: object, variants: readonly Variant[] = []) =>
  losses(campaignOf(kind, content, { variants }))

describe('the loss report', () => {
  it.each(kinds)('is empty for a %s with all that Google can show', (kind) => {
    expect(lost(kind, {})).toEqual([])
  })

  it('names each thing that Google has nothing for, at its place', () => {
    const date = '2026-12-24T18:00:00+01:00'
    const found = lost('coupon', {
      logoText: 'Roast',
      colors: { background: '#3b2a20', foreground: '#ffffff', label: '#d9c3a9' },
      images: { icon: '1'.repeat(64), strip: '3'.repeat(64), background: '5'.repeat(64), footer: '6'.repeat(64) },
      fields: {
        header: [{ key: 'a', value: 7, align: 'right', format: { number: 'spellOut' } }],
        auxiliary: [{ key: 'b', value: 'x', row: 1 }],
        back: [
          { key: 'c', value: date, format: { date: 'short', time: 'none', relative: true } },
          { key: 'd', value: date, format: { date: 'short', time: 'none', ignoresTimeZone: true } },
          { key: 'e', value: 'Call us', detect: ['phone', 'address'] },
        ],
      },
      barcode: { format: 'qr', message: 'M1', encoding: 'iso-8859-1' },
      relevance: {
        dates: [{ at: date }, { from: date, until: '2026-12-25T18:00:00+01:00' }],
        locations: [{ latitude: 1, longitude: 1, text: 'Near' }],
        maxDistanceMeters: 100,
      },
      apple: { sharingProhibited: true, userInfo: { a: 1 } },
    })
    expect(found.sort()).toEqual(
      [
        'logo_text /content/logoText',
        'text_color /content/colors/foreground',
        'text_color /content/colors/label',
        'image /content/images/background',
        'image /content/images/footer',
        'alignment /content/fields/header/0/align',
        'number_in_words /content/fields/header/0/format/number',
        'alignment /content/fields/auxiliary/0/row',
        'relative_date /content/fields/back/0/format/relative',
        'date_as_text /content/fields/back/0/format',
        'detection /content/fields/back/2/detect/0',
        'detection /content/fields/back/2/detect/1',
        'barcode_encoding /content/barcode/encoding',
        'relevant_date /content/relevance/dates/0/at',
        'relevant_date /content/relevance/dates/1/from',
        'location /content/relevance/locations/0/text',
        'location /content/relevance/maxDistanceMeters',
        'apple_only /content/apple/sharingProhibited',
        'apple_only /content/apple/userInfo',
      ].sort(),
    )
  })

  it('names what a variant writes at its place in the variant, and what the content writes once', () => {
    const variants: Variant[] = [
      { when: { installed: true }, content: { colors: { label: '#000000' } } },
      { when: { voided: true }, content: { fields: { back: { terms: { align: 'center' } } }, apple: { x: 1 } } },
      { when: { expired: true }, content: { title: 'Gone' } },
    ]
    expect(lost('generic', { colors: { foreground: '#ffffff' } }, variants).sort()).toEqual([
      'alignment /variants/1/content/fields/back/terms/align',
      'apple_only /variants/1/content/apple/x',
      'text_color /content/colors/foreground',
      'text_color /variants/0/content/colors/label',
    ])
  })

  it('names texts of the class in which passes differ, with the token or the variant that makes them differ', () => {
    const variants: Variant[] = [
      { when: { voided: true }, content: { title: 'Void' } },
      { when: { from: '2026-12-01T00:00:00Z' }, content: { title: 'Advent', details: { tier: 'Star' } } },
    ]
    const details = { tier: '{{ contact.tier }}' }
    expect(lost('loyalty', { details, issuerName: 'For {{ contact.name }}' }, variants)).toEqual([
      'class_text /content/issuerName',
      'class_text /variants/0/content/title',
      'class_text /content/details/tier',
    ])
  })

  it('names the look of a card that a state changes, where Google has it on the class alone', () => {
    const look = { colors: { background: '#888888' }, images: { icon: '7'.repeat(64), strip: '8'.repeat(64) } }
    const variants: Variant[] = [{ when: { voided: true }, content: look }]
    expect(lost('loyalty', {}, variants)).toEqual([
      'class_look /variants/0/content/colors/background',
      'class_look /variants/0/content/images/icon',
    ])
    expect(lost('eventTicket', {}, variants)).toEqual(['class_look /variants/0/content/images/icon'])
    expect(lost('generic', {}, variants)).toEqual([])
  })

  it('says why boarding passes are no flights, and which legs of a flight are not shown', () => {
    const leg = { from: { code: 'FRA' }, to: { code: 'JFK' }, departsAt: '2026-12-24T10:00:00+01:00' }
    const details = {
      carrierCode: 'LH',
      flightNumber: '400',
      passengerName: '{{ contact.name }}',
      legs: [leg, leg, leg],
    }
    expect(lost('boardingPass', { details })).toEqual([
      'further_legs /content/details/legs/1',
      'further_legs /content/details/legs/2',
    ])
    expect(lost('boardingPass', { details: { ...details, flightNumber: '{{ voucher.points }}' } })).toEqual([
      'flight_as_generic /content/details/flightNumber',
    ])
    expect(lost('boardingPass', { details: undefined })).toEqual(['flight_as_generic /content/details'])
  })

  it('names fields for which the card has no room', () => {
    const field = (key: string) => ({ key, value: `${key} {{ contact.name }}` })
    const nine = { header: [...'abc'].map(field), secondary: [...'def'].map(field), auxiliary: [...'ghi'].map(field) }
    expect(lost('coupon', { fields: nine })).toEqual([])
    expect(lost('coupon', { fields: { ...nine, auxiliary: [...'ghij'].map(field) } })).toEqual([
      'front_full /content/fields/auxiliary/3',
    ])
    const variants: Variant[] = [
      { when: { voided: true }, content: { fields: { auxiliary: { k: { value: 'Void' } } } } },
    ]
    expect(lost('coupon', { fields: nine }, variants)).toEqual(['front_full /variants/0/content/fields/auxiliary/k'])
  })

  it('names a text beside the logo only where it says another name than the issuer', () => {
    expect(lost('loyalty', { logoText: 'Roast & Co' })).toEqual([])
    expect(lost('generic', { logoText: 'Beans' })).toEqual([])
    expect(lost('loyalty', { logoText: 'Beans' })).toEqual(['logo_text /content/logoText'])
  })

  it('names an ITF that is none for Google', () => {
    expect(lost('coupon', { barcode: { format: 'itf', message: '1234' } })).toEqual([
      'barcode_format /content/barcode/format',
    ])
    expect(lost('coupon', { barcode: { format: 'itf', message: '00012345678905' } })).toEqual([])
    expect(lost('coupon', { barcode: { format: 'ean13', message: '4006381333931' } })).toEqual([])
  })

  it('names a venue without an address and a gift card without a number', () => {
    expect(lost('eventTicket', { details: { venue: { name: 'Hall' } } })).toEqual([
      'venue_address /content/details/venue',
    ])
    expect(lost('giftCard', { details: {} })).toEqual(['card_number /content/details/cardNumber'])
  })

  it('names what a pass has too much of, or what screens cut, as the library warns', () => {
    const back = Array.from({ length: 11 }, (_, n) => ({ key: `k${n}`, label: 'L', value: `${n} {{ contact.name }}` }))
    expect(lost('coupon', { fields: { back } })).toEqual(['not_shown /content/fields'])
    const header = [{ key: 'h', label: 'L'.repeat(36), value: 'V' }]
    expect(lost('loyalty', { title: 'A programme of a very long name', fields: { header } })).toEqual([
      'text_cut /content/fields/header/0/label',
      'text_cut /content/title',
    ])
  })
})
