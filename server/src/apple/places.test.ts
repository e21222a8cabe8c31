import { lintPass } from '@billfold/pkpass'
import { appleObjects, type Type } from '@billfold/pkpass/keys'
import { describe, expect, it } from 'vitest'
import type { PassContent } from '../passes/content/content.ts'
import type { JsonObject } from '../passes/content/json.ts'
import { appleOf, identityKeys } from './pass-json.ts'
import { fieldErrorsOf, warningsOf } from './places.ts'

const fields = {
  header: [{ key: 'gate', value: 'B' }],
  primary: [],
  secondary: [],
  auxiliary: [],
  back: [
    { key: 'terms', value: 'Terms' },
    { key: 'help', value: 'Help' },
  ],
}
const basics = {
  kind: 'eventTicket',
  issuerName: 'Aurora',
  title: 'Aurora',
  description: 'A ticket',
  voided: false,
  fields,
}
const identity = { formatVersion: 1, passTypeIdentifier: 'p', teamIdentifier: 't', serialNumber: 's' }

/** Where an author is told of what Wallet does not take, or does not read, of a raw part. */
function told(apple: JsonObject, own: object = {}): string[] {
  const content = { ...basics, ...own, apple } as PassContent
  const issues = lintPass({ ...identity, ...appleOf(content) })
  return [...fieldErrorsOf(issues, content), ...warningsOf(issues, content)].map(({ path, code }) => `${path} ${code}`)
}

function* placesIn(
  { item, keys = {} }: Type,
  path: readonly string[],
): Generator<readonly [path: string[], type: Type]> {
  const inner = item ? [['0', item] as const] : Object.entries(keys).map(([key, { type }]) => [key, type] as const)
  for (const [segment, type] of inner) {
    yield [[...path, segment], type]
    yield* placesIn(type, [...path, segment])
  }
}

const nested = (path: readonly string[], value: unknown): JsonObject =>
  path.reduceRight<unknown>(
    (inner, segment) => (/^\d+$/.test(segment) ? [inner] : { [segment]: inner }),
    value,
  ) as JsonObject

describe('what Wallet does not take of the raw part is told where its author wrote it', () => {
  it('for every key of every table', () => {
    const pass = { ...appleObjects.find(({ name }) => name === 'Pass')!, kind: 'object', check() {} } as const
    const places = [...placesIn(pass, [])].filter(
      ([[root], { kind }]) => kind !== 'any' && !(identityKeys as readonly unknown[]).includes(root),
    )
    // Each once by itself and its neighbour, whatever stands around them.
    const seen = new Map(places.map(([path, type]) => [`${path.slice(-2).join()} ${type.name}`, { path, type }]))
    expect(seen.size).toBeGreaterThan(250)
    for (const { path, type } of seen.values()) {
      const paths = told(nested(path, type.kind === 'object' ? 'x' : {})).map((line) => line.split(' ')[0])
      expect(paths).toContain(`/content/apple/${path.join('/')}`)
    }
  })

  it.each([
    [{ bagPolicyUrl: 'https://a.example' }, '/content/apple/bagPolicyUrl key_unknown'],
    [{ semantics: { seats: [{ seatROW: '1' }] } }, '/content/apple/semantics/seats/0/seatROW key_unknown'],
    [{ semantics: { 'a key/of ~mine': 1 } }, '/content/apple/semantics/a key~1of ~0mine key_unknown'],
    [{ semantics: { flightNumber: '815' } }, '/content/apple/semantics/flightNumber type_wrong'],
    [{ nfc: { message: 'M' } }, '/content/apple/nfc/encryptionPublicKey key_missing'],
    [{ semantics: { venueLocation: { latitude: 1 } } }, '/content/apple/semantics/venueLocation/longitude key_missing'],
    [
      { barcodes: [{ format: 'PKBarcodeFormatQR', message: 'M' }] },
      '/content/apple/barcodes/0/messageEncoding key_missing',
    ],
    [{ locations: [{ latitude: 91, longitude: 0 }] }, '/content/apple/locations/0/latitude number_out_of_range'],
    [{ maxDistance: 'far' }, '/content/apple/maxDistance type_wrong'],
    [{ backgroundColor: 'red' }, '/content/apple/backgroundColor color_invalid'],
    [{ description: null }, '/content/apple/description key_missing'],
    [{ eventTicket: null }, '/content/apple style_missing'],
    [{ eventTicket: { backFields: 'x' } }, '/content/apple/eventTicket/backFields type_wrong'],
  ])('%j', (apple, line) => {
    expect(told(apple)).toContain(line)
  })

  it('also of a field that it adds to, or that it adds', () => {
    const backFields = [
      { key: 'new', value: 1, isRelative: 'yes' },
      { key: 'help', dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShorter' },
      { key: 'newer' },
    ]
    expect(told({ eventTicket: { backFields } })).toEqual(
      expect.arrayContaining([
        '/content/apple/eventTicket/backFields/0/isRelative type_wrong',
        '/content/apple/eventTicket/backFields/1/timeStyle value_unknown',
        '/content/apple/eventTicket/backFields/2/value key_missing',
        // The value is that of the content.
        '/content/fields/back/1/value field_value_not_date',
      ]),
    )
  })
})

describe('what Wallet does not take of the rest is told where its author wrote it', () => {
  it('although there is a raw part', () => {
    const header = [{ key: 'gate', value: 'B', changeMessage: 'no place' }]
    const own = { issuerName: '', fields: { ...fields, header }, relevance: { maxDistanceMeters: -1 } }
    const paths = told(
      { semantics: { genre: 'Opera' }, eventTicket: { headerFields: [{ key: 'gate', label: 'G' }] } },
      own,
    )
    expect(paths).toEqual(
      expect.arrayContaining([
        '/content/issuerName value_empty',
        '/content/fields/header/0/changeMessage change_message_without_value',
        '/content/relevance/maxDistanceMeters number_out_of_range',
      ]),
    )
  })

  it('links among them, which stand on the back after its fields', () => {
    const back = [{ key: 'link-1', value: 'Not a link' }]
    const links = [{ label: 'Shop', url: 'https://a.example' }]
    expect(told({}, { fields: { ...fields, back }, links })).toContain('/content/links/0 field_key_duplicate')
  })

  it('and what neither says, in the raw part', () => {
    const apple = { preferredStyleSchemes: ['posterEventTicket', 'eventTicket'] }
    expect(told(apple)).toContain('/content/apple/semantics/venueName scheme_requirement_missing')
  })
})
