import { describe, expect, it } from 'vitest'
import { flight, imagesOf, posterCard, posterTicket } from '../testing/full-passes.ts'
import { schemeReport } from './scheme-report.ts'

type Keys = Readonly<Record<string, unknown>>

const without = (pass: Keys, tag: string): Keys => {
  const { [tag]: _, ...semantics } = pass.semantics as Keys
  return { ...pass, semantics }
}
const withTags = (pass: Keys, tags: Keys): Keys => ({ ...pass, semantics: { ...(pass.semantics as Keys), ...tags } })
const report = (pass: Keys, files: readonly string[] = imagesOf.posterTicket) => schemeReport(pass, { files })[0]
const barcodes = [{ format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'iso-8859-1' }]

describe('a poster event ticket', () => {
  it.each(['eventName', 'venueName'])('without %s is drawn as an event ticket', (tag) => {
    const found = report(without(posterTicket, tag))
    expect(found).toMatchObject({ verdict: 'unused', missing: [{ path: `semantics.${tag}`, level: 'required' }] })
    expect(found).not.toHaveProperty('usedSinceIos')
  })

  it.each(['venueRegionName', 'venueRoom'])('without %s may be drawn: Apple’s sources disagree', (tag) => {
    expect(report(without(posterTicket, tag))).toMatchObject({
      verdict: 'uncertain',
      usedSinceIos: 18,
      missing: [{ path: `semantics.${tag}`, level: 'required', doubt: expect.stringContaining('pass-builder') }],
    })
  })

  it('of a match needs both teams, that of a concert its performers', () => {
    const paths = (pass: Keys) => report(pass)?.missing.map(({ path }) => path)
    const match = withTags(posterTicket, { eventType: 'PKEventTypeSports' })
    expect(paths(match)).toEqual(['semantics.awayTeamAbbreviation', 'semantics.homeTeamAbbreviation'])
    expect(paths(withTags(match, { awayTeamAbbreviation: 'AWY', homeTeamAbbreviation: 'HME' }))).toEqual([])
    expect(paths(withTags(posterTicket, { performerNames: [] }))).toEqual(['semantics.performerNames'])
  })

  it.each(['PKEventTypeConference', undefined])('of another event (%s) may be drawn', (eventType) => {
    expect(report(withTags(posterTicket, { eventType }))).toMatchObject({
      verdict: 'uncertain',
      missing: [{ path: 'semantics.eventType', doubt: expect.stringContaining('sports and live performances') }],
    })
  })

  it('with a barcode instead of NFC waits for iOS 27, and then only a phone can tell', () => {
    const { nfc: _, ...rest } = posterTicket
    expect(report({ ...rest, barcodes })).toMatchObject({
      verdict: 'uncertain',
      usedSinceIos: 27,
      missing: [
        { path: 'nfc', untilIos: 26 },
        { path: 'nfc', sinceIos: 27, doubt: expect.stringContaining('barcode') },
      ],
    })
    expect(report(rest)).toMatchObject({ verdict: 'unused', missing: [{ path: 'nfc' }] })
  })

  it('needs artwork or a background, which only who knows the files can judge', () => {
    expect(report(posterTicket, ['icon.png'])).toMatchObject({
      verdict: 'uncertain',
      missing: [{ path: 'artwork.png' }],
    })
    expect(report(posterTicket, ['de.lproj/background@3x.png'])).toMatchObject({ verdict: 'used', missing: [] })
    expect(schemeReport(posterTicket)).toMatchObject([{ verdict: 'used', missing: [] }])
  })

  it('shows more with what is recommended, and is drawn without', () => {
    const bare = ['seats', 'artistIDs', 'eventStartDate', 'eventStartDateInfo'].reduce<Keys>(without, posterTicket)
    expect(report({ ...bare, nfc: { ...posterTicket.nfc, requiresAuthentication: undefined } })).toMatchObject({
      verdict: 'used',
      usedSinceIos: 18,
      missing: [
        { path: 'nfc.requiresAuthentication', level: 'recommended', doubt: expect.any(String) },
        { path: 'semantics.eventStartDate', level: 'recommended' },
        { path: 'semantics.seats', level: 'recommended' },
        { path: 'semantics.artistIDs', level: 'recommended' },
      ],
    })
  })

  it('takes the semantic tags of its fields for its own', () => {
    const { semantics: _, ...rest } = posterTicket
    const eventTicket = {
      ...posterTicket.eventTicket,
      headerFields: [{ key: 'all', value: '', semantics: posterTicket.semantics }],
    }
    expect(report({ ...rest, eventTicket })).toMatchObject({ verdict: 'used', missing: [] })
  })

  it('gives way to a posterGeneric on the phones that know one', () => {
    const both = { ...posterTicket, posterGeneric: posterCard.posterGeneric }
    expect(schemeReport(both, { files: imagesOf.posterTicket })).toMatchObject([
      { scheme: 'posterEventTicket', usedSinceIos: 18, usedUntilIos: 26 },
      { scheme: 'posterGeneric', usedSinceIos: 27 },
    ])
    const { nfc: _, ...late } = both
    expect(report({ ...late, barcodes })).toMatchObject({ scheme: 'posterEventTicket', verdict: 'unused' })
  })
})

describe('a semantic boarding pass', () => {
  it.each([
    'airlineCode',
    'flightNumber',
    'passengerName',
    'originalBoardingDate',
    'originalDepartureDate',
    'originalArrivalDate',
    'departureAirportCode',
    'departureLocationTimeZone',
    'destinationAirportCode',
  ])('without %s is drawn as before', (tag) => {
    const missing = [{ path: `semantics.${tag}`, level: 'required', fix: 'Add the tag.' }]
    expect(report(without(flight, tag))).toEqual({
      scheme: 'semanticBoardingPass',
      knownSinceIos: 26,
      verdict: 'unused',
      missing,
    })
  })

  it.each(['departureCityName', 'destinationCityName', 'destinationLocationTimeZone'])(
    'without %s may be drawn: Apple’s sources disagree',
    (tag) => {
      const missing = [{ path: `semantics.${tag}`, doubt: expect.stringContaining('only recommends it') }]
      expect(report(without(flight, tag))).toMatchObject({ verdict: 'uncertain', usedSinceIos: 26, missing })
    },
  )

  it('knows the time zones by the names that they had in betas', () => {
    const zones = { departureAirportTimeZone: 'Europe/London', destinationAirportTimeZone: 'Europe/Berlin' }
    const bare = ['departureLocationTimeZone', 'destinationLocationTimeZone'].reduce<Keys>(without, flight)
    expect(report(withTags(bare, zones))).toMatchObject({ verdict: 'used', missing: [] })
  })

  it('is for flights only', () => {
    const boardingPass = { ...flight.boardingPass, transitType: 'PKTransitTypeTrain' }
    expect(report({ ...flight, boardingPass })).toMatchObject({
      verdict: 'unused',
      missing: [{ path: 'boardingPass.transitType' }],
    })
  })
})

describe('a scheme', () => {
  it('named after the old style is never tried', () => {
    const preferredStyleSchemes = ['eventTicket', 'posterEventTicket']
    expect(report({ ...posterTicket, preferredStyleSchemes })).toMatchObject({
      verdict: 'unused',
      missing: [{ path: 'preferredStyleSchemes' }],
    })
  })

  it('is for its style, and nothing else is said of another', () => {
    const preferredStyleSchemes = ['semanticBoardingPass']
    expect(schemeReport({ ...posterTicket, preferredStyleSchemes })).toEqual([
      {
        scheme: 'semanticBoardingPass',
        knownSinceIos: 26,
        verdict: 'unused',
        missing: [
          {
            path: 'boardingPass',
            level: 'required',
            fix: 'Make it a boardingPass, or do not ask for semanticBoardingPass.',
          },
        ],
      },
    ])
  })

  it.each([[{}], [{ preferredStyleSchemes: 'posterEventTicket' }], [null], [[]]])(
    'that is not asked for: %o',
    (pass) => {
      expect(schemeReport(pass)).toEqual([])
    },
  )
})
