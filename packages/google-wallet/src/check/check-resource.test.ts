import { describe, expect, it } from 'vitest'
import { schemas } from '../generated/schemas.ts'
import { arbitraryValue, seededRandom } from '../testing/arbitrary.ts'
import { classes, issuerId, objects } from '../testing/passes.ts'
import { type Vertical, verticals } from '../verticals.ts'
import { checkClass, checkObject } from './check-resource.ts'

const all = Object.keys(verticals) as Vertical[]
const codesAt = (issues: ReturnType<typeof checkClass>) => issues.map(({ code, path }) => `${code} ${path}`)

describe.each(all)('%s', (vertical) => {
  it('a complete class and object have no issues', () => {
    expect(checkClass(vertical, classes[vertical])).toEqual([])
    expect(checkObject(vertical, objects[vertical], { classResource: classes[vertical] })).toEqual([])
  })

  it('a patch may have any part of them', () => {
    for (const [key, value] of Object.entries(classes[vertical])) {
      expect(checkClass(vertical, { [key]: value }, { patch: true })).toEqual([])
    }
    for (const [key, value] of Object.entries(objects[vertical])) {
      expect(checkObject(vertical, { [key]: value }, { patch: true })).toEqual([])
    }
  })
})

/** Google Wallet API: what each resource cannot be without. */
const required: { readonly [V in Vertical]: readonly [ofClass: readonly string[], ofObject: readonly string[]] } = {
  generic: [[], ['cardTitle', 'header']],
  loyalty: [['issuerName', 'programLogo', 'programName', 'reviewStatus'], ['state']],
  offer: [['issuerName', 'provider', 'redemptionChannel', 'reviewStatus', 'title'], ['state']],
  giftCard: [
    ['issuerName', 'reviewStatus'],
    ['cardNumber', 'state'],
  ],
  eventTicket: [['eventName', 'issuerName', 'reviewStatus'], ['state']],
  flight: [
    ['destination', 'flightHeader', 'issuerName', 'localScheduledDepartureDateTime', 'origin', 'reviewStatus'],
    ['passengerName', 'reservationInfo', 'state'],
  ],
  transit: [
    ['issuerName', 'logo', 'reviewStatus', 'transitType'],
    ['state', 'tripType'],
  ],
}

it.each(all)('an empty class and object of %s lack exactly what Google requires', (vertical) => {
  const [ofClass, ofObject] = required[vertical]
  const missing = (keys: readonly string[]) => keys.map((key) => `KEY_MISSING ${key}`)
  expect(codesAt(checkClass(vertical, {})).sort()).toEqual(missing(['id', ...ofClass]).sort())
  expect(codesAt(checkObject(vertical, {})).sort()).toEqual(missing(['id', 'classId', ...ofObject]).sort())
})

it('finds everything at once', () => {
  const issues = checkObject('giftCard', {
    id: 'gift',
    classId: `${issuerId}.gift`,
    state: 'active',
    card_number: '1',
    balance: { micros: 'ten', currencyCode: 'EUR' },
    barcode: { type: 'QR', value: 'A' },
  })
  expect(codesAt(issues)).toEqual([
    'ID_INVALID id',
    'VALUE_DEPRECATED state',
    'KEY_UNKNOWN card_number',
    'TYPE_WRONG balance.micros',
    'VALUE_UNKNOWN barcode.type',
    'KEY_MISSING cardNumber',
  ])
})

it('suggests the key that was meant, or the side where it belongs', () => {
  const fixes = (vertical: Vertical, value: object) =>
    checkClass(vertical, { ...classes[vertical], ...value }).map(({ fix }) => fix)
  expect(fixes('loyalty', { programme_name: 'A' })).toEqual(['Did you mean programName?'])
  expect(fixes('generic', { hexBackgroundColor: '#fff' })).toEqual(['Set it on the object.'])
  expect(fixes('generic', { 'to string': 1 })).toEqual(['Leave it out.'])
})

it('guesses what was meant at the first hundred places only, which takes the longest', () => {
  const many = Object.fromEntries(
    Array.from({ length: 150 }, (_, n) => [`programName${String.fromCharCode(97 + n)}`, 1]),
  )
  const fixes = checkClass('loyalty', { ...classes.loyalty, ...many }).map(({ fix }) => fix)
  expect(fixes).toHaveLength(150)
  expect(fixes.filter((fix) => fix === 'Did you mean programName?')).toHaveLength(100)
})

it.each([undefined, null, 7, 'text', [], true])('%j is no class', (value) => {
  expect(codesAt(checkClass('offer', value))).toEqual(['TYPE_WRONG '])
})

it('in a patch null removes, but not what is required, and lists are complete', () => {
  const issues = checkObject(
    'loyalty',
    { heroImage: null, state: null, textModulesData: [{ header: null }], loyaltyPoints: { balance: { int: 7 } } },
    { patch: true },
  )
  expect(codesAt(issues)).toEqual(['TYPE_WRONG textModulesData[0].header', 'KEY_MISSING state'])
})

it('an object is checked against its class only if that is given', () => {
  const object = { ...objects.generic, textModulesData: [] }
  expect(checkObject('generic', object)).toEqual([])
  const issues = checkObject('generic', object, { classResource: classes.generic })
  expect(codesAt(issues)).toEqual(['TEMPLATE_ID_UNKNOWN textModulesData', 'TEMPLATE_ID_UNKNOWN textModulesData'])
})

it('never throws, and every path leads into the value or to what it lacks, whatever the JSON', () => {
  const random = seededRandom(20261122)
  const keys = [...new Set(Object.values(schemas).flatMap((fields) => Object.keys(fields))), '__proto__', 'constructor']
  for (let n = 0; n < 3000; n++) {
    const vertical = all[n % all.length]!
    const value = arbitraryValue(random, keys, 6)
    for (const patch of [false, true]) {
      const issues = [
        ...checkClass(vertical, value, { patch }),
        ...checkObject(vertical, value, { patch, classResource: arbitraryValue(random, keys, 6) }),
      ]
      for (const { path } of issues) expect(path).not.toMatch(/undefined|\[object|^\.|\.\./)
    }
  }
})

it('does not find fault with parts of good passes that are mixed with arbitrary ones', () => {
  const random = seededRandom(7)
  for (const vertical of all) {
    for (const key of Object.keys(objects[vertical])) {
      const value = { ...objects[vertical], [key]: arbitraryValue(random, [], 2) }
      const others = checkObject(vertical, value).filter(({ path }) => !path.startsWith(key))
      // These look at two keys at once.
      expect(others.filter(({ code }) => code !== 'ISSUER_FOREIGN' && code !== 'LEG_WITHOUT_TIME')).toEqual([])
    }
  }
})
