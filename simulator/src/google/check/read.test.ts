import { describe, expect, it } from 'vitest'
import { apiDescription } from '../api/description.ts'
import { camelCaseOf, canonicalOf } from './enums.ts'
import { readBody } from './read.ts'

const read = (body: unknown, schema = 'LoyaltyObject') => readBody(schema, body)

describe('a body is read as Google understands it', () => {
  it.each([
    ['enums in outdated spelling', { state: 'active' }, { state: 'ACTIVE' }],
    ['enums with digits', { barcode: { type: 'pdf417' } }, { barcode: { type: 'PDF_417' } }],
    ['64-bit numbers as texts', { version: '12' }, { version: '12' }],
    ['64-bit numbers as numbers', { version: 12 }, { version: '12' }],
    ['32-bit numbers', { groupingInfo: { sortIndex: -5 } }, { groupingInfo: { sortIndex: -5 } }],
    ['lists', { linkedOfferIds: ['1.a', '1.b'] }, { linkedOfferIds: ['1.a', '1.b'] }],
    ['nulls as nothing', { state: null, barcode: { type: 'QR_CODE', value: null } }, { barcode: { type: 'QR_CODE' } }],
  ])('%s', (_, body, value) => {
    expect(read(body)).toEqual({ value, faults: [] })
  })

  it('of changes, nulls are kept: they remove', () => {
    expect(readBody('LoyaltyObject', { state: null }, { keepNulls: true }).value).toEqual({ state: null })
  })
})

describe('what does not fit the API description is told with its place', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['an unknown name', { statee: 'ACTIVE' }, 'statee', /Unknown name "statee": Cannot find field/],
    ['one further down', { barcode: { kinds: 1 } }, 'barcode.kinds', /Unknown name "kinds" at 'barcode'/],
    ['one in a list', { messages: [{}, { subject: '' }] }, 'messages[1].subject', /at 'messages\[1\]'/],
    ['a name of every object', { constructor: {} }, 'constructor', /Unknown name "constructor"/],
    ['a field of another vertical', { cardNumber: '1' }, 'cardNumber', /Cannot find field/],
    ['a text for a number', { groupingInfo: { sortIndex: '1' } }, 'groupingInfo.sortIndex', /int32 is expected/],
    ['half a number', { groupingInfo: { sortIndex: 1.5 } }, 'groupingInfo.sortIndex', /int32 is expected/],
    ['a number out of range', { groupingInfo: { sortIndex: 2 ** 31 } }, 'groupingInfo.sortIndex', /int32/],
    ['half of a long number', { version: 1.5 }, 'version', /int64 is expected/],
    ['letters for a long number', { version: '12a' }, 'version', /int64 is expected/],
    ['a long number too long', { version: '9223372036854775808' }, 'version', /int64 is expected/],
    ['a number for a text', { accountId: 7 }, 'accountId', /string is expected/],
    ['a text for yes or no', { hasUsers: 'true' }, 'hasUsers', /boolean is expected/],
    ['a text for a decimal', { merchantLocations: [{ latitude: '1' }] }, 'merchantLocations[0].latitude', /double/],
    ['an unknown enum', { state: 'VOID' }, 'state', /one of STATE_UNSPECIFIED, ACTIVE, COMPLETED/],
    ['an enum in another spelling', { state: 'Active' }, 'state', /one of/],
    ['a list for an object', { barcode: [] }, 'barcode', /not an object/],
    ['an object for a list', { messages: {} }, 'messages', /not a list/],
    ['a text for an object', { barcode: 'QR_CODE' }, 'barcode', /not an object/],
    ['no object at all', [], '', /Invalid value \(LoyaltyObject\)/],
  ])('%s', (_, body, path, message) => {
    expect(read(body).faults).toEqual([{ path, message: expect.stringMatching(message) }])
  })

  it('all faults at once', () => {
    expect(read({ a: 1, state: 'x', messages: [{ b: 1 }] }).faults.map(({ path }) => path)).toEqual([
      'a',
      'state',
      'messages[0].b',
    ])
  })

  it('bytes are base64', () => {
    const type = Object.entries(apiDescription.schemas).find(([, { properties }]) =>
      Object.values(properties).some(({ format }) => format === 'byte'),
    )
    expect(type).toBeUndefined()
  })
})

it('every outdated spelling in the API description has one of today', () => {
  for (const { properties } of Object.values(apiDescription.schemas)) {
    for (const { enum: spellings = [] } of Object.values(properties)) {
      for (const spelling of spellings) expect(canonicalOf(spellings, spelling)).toMatch(/^[A-Z0-9_]+$/)
    }
  }
})

it.each([
  ['ONE_USER_ALL_DEVICES', 'oneUserAllDevices'],
  ['ACTIVE', 'active'],
  ['PDF_417', 'pdf417'],
  ['GENERIC_TYPE_UNSPECIFIED', 'genericTypeUnspecified'],
])('%s was once written %s', (spelling, outdated) => {
  expect(camelCaseOf(spelling)).toBe(outdated)
})
