import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors.ts'
import type { Type, ValueKind } from './key.ts'
import { fieldValueType, keyAt } from './key-at.ts'
import { passObject } from './tables/pass.ts'

const at = (path: string) => keyAt(path.split('.'))

/** Every place that can be reached from pass.json, with its type. */
function* placesIn({ item, keys }: Type, path: readonly string[]): Generator<readonly [path: string[], type: Type]> {
  const inner = item
    ? [['0', item] as const]
    : Object.entries(keys ?? {}).map(([key, { type }]) => [key, type] as const)
  for (const [segment, type] of inner) {
    yield [[...path, segment], type]
    yield* placesIn(type, [...path, segment])
  }
}
const places = [...placesIn(passObject, [])]

describe('keyAt', () => {
  it('finds every key of every table at its place', () => {
    expect(places.length).toBeGreaterThan(1000)
    expect(places.filter(([path, type]) => keyAt(path)?.type !== type)).toEqual([])
  })

  it.each<[string, ValueKind, number]>([
    ['semantics.flightNumber', 'number', 12],
    ['semantics.silenceRequested', 'boolean', 12],
    ['semantics.eventStartDateInfo.date', 'date', 18],
    ['semantics.eventType', 'word', 12],
    ['semantics.seats.0.seatSectionColor', 'color', 18],
    ['semantics.performerNames.3', 'text', 12],
    ['semantics.performerNames', 'list', 12],
    ['storeCard', 'object', 6],
    ['storeCard.backFields.2.value', 'fieldValue', 6],
    ['storeCard.backFields.2.attributedValue', 'markup', 7],
    ['storeCard.backFields.2.changeMessage', 'format', 6],
    ['storeCard.backFields.2.dataDetectorTypes.0', 'word', 7],
    ['eventTicket.auxiliaryFields.0.row', 'number', 6],
    ['eventTicket.additionalInfoFields.0.semantics.venueLocation.latitude', 'number', 18],
    ['posterGeneric.headerFields.0.key', 'text', 27],
    ['associatedStoreIdentifiers.0', 'number', 6],
    ['beacons.0.proximityUUID', 'word', 7],
    ['relevantDates.0.endDate', 'date', 18],
    ['nfc.requiresAuthentication', 'boolean', 13],
    ['featuredActions.1.url', 'url', 27],
    ['contactVenueWebsite', 'url', 18],
    ['contactVenueEmail', 'word', 18],
    ['contactVenuePhoneNumber', 'word', 18],
    ['appLaunchURL', 'appUrl', 7],
    ['upcomingPassInformation.0.URLs.orderFoodURL', 'url', 26],
    ['upcomingPassInformation.0.images.venueMap.URLs.0.size', 'number', 26],
    ['upcomingPassInformation.0.semantics.eventName', 'text', 26],
    ['upcomingPassInformation.0.dateInformation.isAllDay', 'boolean', 26],
    ['userInfo.any.thing.0', 'any', 7],
  ])('%s is %s, since iOS %i', (path, kind, sinceIos) => {
    const { type, ...row } = at(path)!
    expect([type.kind, row.sinceIos]).toEqual([kind, sinceIos])
  })

  it('says who reads a key', () => {
    expect(at('semantics.homeTeamName')).toMatchObject({ styles: ['eventTicket'], eventType: 'PKEventTypeSports' })
    expect(at('upcomingPassInformation.0')).toMatchObject({ faces: ['posterEventTicket'] })
  })

  it('knows a key by its name of a beta', () => {
    expect(at('semantics.departureAirportTimeZone')?.type).toBe(at('semantics.departureLocationTimeZone')?.type)
    expect(at('upcomingPassInformation.0.urls.sellURL')?.type.kind).toBe('url')
  })

  it.each([
    'keyFromTheFuture',
    'semantics.keyFromTheFuture',
    'semantics.performerNames.first',
    'semantics.flightNumber.0',
    'storeCard.headerFields.value',
    'constructor',
    'storeCard.headerFields.0._id',
  ])('says nothing of %s', (path) => {
    expect(at(path)).toBeUndefined()
  })

  it('says of the whole pass that it is an object', () => {
    expect(keyAt([])?.type).toBe(passObject)
  })
})

describe('the value of a field', () => {
  it.each([
    [{ numberStyle: 'PKNumberStyleDecimal' }, 'number'],
    [{ currencyCode: 'EUR' }, 'number'],
    [{ dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' }, 'date'],
    [{ timeStyle: 'PKDateStyleShort' }, 'date'],
    [{ label: 'X' }, 'fieldValue'],
  ])('beside %j is a %s', (field, kind) => {
    expect(fieldValueType(field).kind).toBe(kind)
  })
})

describe('the kind of a type', () => {
  const samples: Readonly<Record<Exclude<ValueKind, 'object' | 'list' | 'any'>, unknown>> = {
    number: 0,
    boolean: true,
    text: 'x',
    word: 'x',
    date: 'x',
    color: 'x',
    url: 'x',
    appUrl: 'x',
    markup: 'x',
    format: 'x',
    fieldValue: 'x',
  }

  it('is that of the values which its rule takes', () => {
    for (const [path, { kind, check }] of places) {
      if (kind === 'object' || kind === 'list' || kind === 'any') continue
      const issues: Issue[] = []
      check(samples[kind], path.join('.'), issues)
      expect([path.join('.'), issues.filter(({ code }) => code === 'TYPE_WRONG')]).toEqual([path.join('.'), []])
      const others = [samples[kind] === 'x' ? true : 'x', null, {}, []]
      for (const other of others) {
        const refused: Issue[] = []
        check(other, path.join('.'), refused)
        expect([path.join('.'), refused.map(({ severity }) => severity)]).toEqual([path.join('.'), ['error']])
      }
    }
  })
})
