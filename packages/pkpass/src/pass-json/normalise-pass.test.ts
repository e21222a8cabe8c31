import { describe, expect, it } from 'vitest'
import { lintPass } from '../lint/lint-pass.ts'
import { summarise } from '../testing/fixtures.ts'
import { flight, posterCard, posterTicket } from '../testing/full-passes.ts'
import { normalisePass } from './normalise-pass.ts'

describe('a pass as Apple documents it', () => {
  it.each([
    ['ticket', posterTicket],
    ['flight', flight],
    ['card', posterCard],
  ])('stays as it is: %s', (_, pass) => {
    expect(normalisePass(pass)).toEqual({ pass, issues: [] })
  })
})

describe('what is written otherwise', () => {
  const normalised = (pass: Readonly<Record<string, unknown>>) => {
    const { pass: after, issues } = normalisePass(pass)
    return [after, summarise(issues)]
  }

  it('semantic tags by their names in betas, wherever they stand', () => {
    const tags = { departureAirportTimeZone: 'Europe/London', airlineLoungePlaceID: 'I7C2' }
    const documented = { departureLocationTimeZone: 'Europe/London', loungePlaceIDs: ['I7C2'] }
    expect(
      normalised({ semantics: tags, boardingPass: { backFields: [{ key: 'a', value: 'x', semantics: tags }] } }),
    ).toEqual([
      { semantics: documented, boardingPass: { backFields: [{ key: 'a', value: 'x', semantics: documented }] } },
      [
        'KEY_RENAMED semantics.departureAirportTimeZone',
        'KEY_RENAMED semantics.airlineLoungePlaceID',
        'KEY_RENAMED boardingPass.backFields[0].semantics.departureAirportTimeZone',
        'KEY_RENAMED boardingPass.backFields[0].semantics.airlineLoungePlaceID',
      ],
    ])
  })

  it('a beta’s name beside the documented one stays, as nobody knows which was meant', () => {
    const semantics = { departureAirportTimeZone: 'Europe/Paris', departureLocationTimeZone: 'Europe/London' }
    expect(normalised({ semantics })).toEqual([{ semantics }, []])
  })

  it('upcoming events as pass-builder writes them', () => {
    const [pass] = normalised({
      upcomingPassInformation: [
        {
          identifier: 'a',
          images: { venueMap: { urls: [{ url: 'https://a.example', sha256: 'ab' }] } },
          urls: { sellURL: 'x:y' },
        },
      ],
    })
    expect(pass).toEqual({
      upcomingPassInformation: [
        {
          identifier: 'a',
          images: { venueMap: { URLs: [{ URL: 'https://a.example', SHA256: 'ab' }] } },
          URLs: { sellURL: 'x:y' },
        },
      ],
    })
  })

  it('without the numbers that Pass Designer gives, but with all of userInfo and all that is no such number', () => {
    const _id = '6F9619FF-8B86-D011-B42D-00C04FC964FF'
    const given = {
      eventTicket: {
        headerFields: [{ _id, key: 'a', value: 'x' }],
        backFields: [{ _id: 'mine', key: 'b', value: 'x' }],
      },
      semantics: { seats: [{ _id, seatRow: '7' }] },
      userInfo: { _id },
    }
    expect(normalised(given)).toEqual([
      {
        eventTicket: { headerFields: [{ key: 'a', value: 'x' }], backFields: [{ _id: 'mine', key: 'b', value: 'x' }] },
        semantics: { seats: [{ seatRow: '7' }] },
        userInfo: { _id },
      },
      [],
    ])
  })

  it('colours in hexadecimal, and only colours', () => {
    const semantics = { seats: [{ seatSectionColor: '#0a141E', seatNumber: '#12' }] }
    expect(normalised({ labelColor: '#fff', logoText: '#fff', semantics })).toEqual([
      {
        labelColor: 'rgb(255, 255, 255)',
        logoText: '#fff',
        semantics: { seats: [{ seatSectionColor: 'rgb(10, 20, 30)', seatNumber: '#12' }] },
      },
      ['VALUE_NORMALISED labelColor', 'VALUE_NORMALISED semantics.seats[0].seatSectionColor'],
    ])
  })

  const barcode = { format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'iso-8859-1' }
  it('the deprecated barcode, and barcodes that are no list as in Apple’s own sample', () => {
    expect(normalised({ barcode })).toEqual([{ barcode, barcodes: [barcode] }, ['VALUE_NORMALISED barcode']])
    expect(normalised({ barcodes: barcode })).toEqual([{ barcodes: [barcode] }, ['VALUE_NORMALISED barcodes']])
    expect(normalised({ barcode, barcodes: [] })[0]).toEqual({ barcode, barcodes: [] })
  })

  it('the relevant dates of iOS 18.0', () => {
    const relevantDate = '2026-12-24T18:00Z'
    expect(normalised({ relevantDates: [{ relevantDate }, { relevantDate, date: 'x' }, 5] })[0]).toEqual({
      relevantDates: [{ relevantDate, date: relevantDate }, { relevantDate, date: 'x' }, 5],
    })
  })

  it('leaves no finding about it behind', () => {
    const pass = {
      ...flight,
      labelColor: '#abc',
      semantics: {
        ...flight.semantics,
        departureLocationTimeZone: undefined,
        departureAirportTimeZone: 'Europe/London',
      },
    }
    expect(lintPass(pass).map(({ code }) => code)).toEqual(['COLOR_UNDOCUMENTED', 'KEY_RENAMED'])
    expect(lintPass(normalisePass(pass).pass)).toEqual([])
  })
})

it.each([[{ semantics: null }], [{ barcodes: 'x', barcode: 5 }], [{ upcomingPassInformation: [null, 1, []] }], [{}]])(
  'what is not understood stays as it is: %o',
  (pass) => {
    expect(normalisePass(pass)).toEqual({ pass, issues: [] })
  },
)
