import { describe, expect, it } from 'vitest'
import type { FieldDescription } from './description.ts'
import { fieldAt } from './fields.ts'
import { schemas } from './generated/schemas.ts'
import { type Vertical, verticals } from './verticals.ts'

const at = (side: 'class' | 'object', path: string) => fieldAt(side, path.split('/'))

describe('the field at a place', () => {
  it.each([
    ['object', 'state', 'word'],
    ['object', 'groupingInfo/sortIndex', 'number'],
    ['object', 'loyaltyPoints/balance/double', 'number'],
    ['object', 'loyaltyPoints/balance/money/micros', 'word'],
    ['object', 'textModulesData', 'list'],
    ['object', 'textModulesData/0', 'object'],
    ['object', 'textModulesData/12/body', 'text'],
    ['object', 'textModulesData/0/id', 'word'],
    ['object', 'linksModuleData/uris/0/uri', 'uri'],
    ['object', 'heroImage/sourceUri/uri', 'uri'],
    ['object', 'hasLinkedDevice', 'boolean'],
    ['object', 'linkedOfferIds/0', 'word'],
    ['object', 'passConstraints/nfcConstraint/0', 'word'],
    ['object', 'ticketLegs/0/departureDateTime', 'word'],
    ['class', 'callbackOptions/url', 'uri'],
    ['class', 'enableSmartTap', 'boolean'],
    ['class', 'merchantLocations/0/latitude', 'number'],
    ['class', 'hexBackgroundColor', 'word'],
    ['class', 'redemptionIssuers/0', 'word'],
  ] as const)('in a %s, %s takes a %s', (side, path, kind) => {
    expect(at(side, path)?.kind).toBe(kind)
  })

  it.each([
    ['object', 'programName'],
    ['object', 'textModulesData/body'],
    ['object', 'textModulesData/first/body'],
    ['object', 'state/0'],
    ['object', 'constructor'],
    ['object', 'hasUsers'],
    ['object', 'classReference/id'],
    ['class', 'loyaltyPoints'],
  ] as const)('in a %s, %s is none', (side, path) => {
    expect(at(side, path)).toBeUndefined()
  })

  it('names the keys without which Google refuses an object', () => {
    expect(at('class', 'merchantLocations/0')?.requiredKeys).toEqual(['latitude', 'longitude'])
    expect(at('class', 'merchantLocations')?.requiredKeys).toEqual([])
    expect(at('object', 'heroImage')?.requiredKeys).toEqual([])
  })

  it('finds what is wrong with a value there', () => {
    const codes = (path: string, value: unknown) =>
      at('object', path)
        ?.check(value)
        .map(({ code }) => code)
    expect(codes('groupingInfo/sortIndex', 2)).toEqual([])
    expect(codes('groupingInfo/sortIndex', 2.5)).toEqual(['TYPE_WRONG'])
    expect(codes('state', 'ACTIVE')).toEqual([])
    expect(codes('state', 'OPEN')).toEqual(['VALUE_UNKNOWN'])
    expect(codes('loyaltyPoints/balance/money/micros', '12.5')).toEqual(['TYPE_WRONG'])
    expect(codes('ticketLegs/0/departureDateTime', 'tomorrow')).toEqual(['DATE_INVALID'])
    expect(codes('linksModuleData/uris/0/uri', 'somewhere')).toEqual(['URI_INVALID'])
    expect(codes('merchantLocations/0', { latitude: 54 })).toEqual(['KEY_MISSING'])
  })
})

/** Every place down to a depth at which schemas begin to repeat. */
function* placesOf(resource: string, path: readonly string[] = []): Generator<readonly string[]> {
  const fields: Readonly<Record<string, FieldDescription>> = schemas[resource as keyof typeof schemas]
  for (const [name, { type, of, list }] of Object.entries(fields)) {
    const place = [...path, name, ...(list ? ['0'] : [])]
    yield place
    if (type === 'object' && place.length < 8 && !/(?:Class|Object)$/.test(of!)) yield* placesOf(of!, place)
  }
}

describe('a place that several kinds of passes have', () => {
  it.each(['class', 'object'] as const)('takes the same in every %s, but for the fine print', (side) => {
    const kinds = new Map<string, Set<string>>()
    for (const vertical of Object.keys(verticals) as Vertical[]) {
      for (const path of placesOf(verticals[vertical][side])) {
        const kind = fieldAt(side, path, vertical)?.kind
        const place = path.join('/')
        if (kind !== undefined) kinds.set(place, (kinds.get(place) ?? new Set()).add(kind))
      }
    }
    expect(kinds.size).toBeGreaterThan(200)
    const several = [...kinds].filter(([, set]) => set.size > 1).map(([place]) => place)
    expect(several).toEqual(side === 'class' ? ['finePrint'] : [])
  })
})
