import { describe, expect, it } from 'vitest'
import { lintPass } from '../lint/lint-pass.ts'
import { flight, posterCard, posterTicket } from '../testing/full-passes.ts'
import { normalisePass } from './normalise-pass.ts'

describe('a pass as Apple documents it', () => {
  it.each([
    ['ticket', posterTicket],
    ['flight', flight],
    ['card', posterCard],
  ])('stays as it is: %s', (_, pass) => {
    expect(normalisePass(pass)).toEqual({ pass, changes: [] })
  })
})

describe('what is written otherwise', () => {
  const normalised = (pass: Readonly<Record<string, unknown>>) => {
    const { pass: after, changes } = normalisePass(pass)
    return [after, changes.map(({ path, message }) => `${path}: ${message}`)]
  }

  it('semantic tags by their names in betas, wherever they stand', () => {
    const tags = { departureAirportTimeZone: 'Europe/London', airlineLoungePlaceID: 'I7C2' }
    const documented = { departureLocationTimeZone: 'Europe/London', loungePlaceIDs: ['I7C2'] }
    expect(
      normalised({ semantics: tags, boardingPass: { backFields: [{ key: 'a', value: 'x', semantics: tags }] } }),
    ).toEqual([
      { semantics: documented, boardingPass: { backFields: [{ key: 'a', value: 'x', semantics: documented }] } },
      [
        'semantics.departureAirportTimeZone: It is written as departureLocationTimeZone.',
        'semantics.airlineLoungePlaceID: It is written as loungePlaceIDs.',
        'boardingPass.backFields[0].semantics.departureAirportTimeZone: It is written as departureLocationTimeZone.',
        'boardingPass.backFields[0].semantics.airlineLoungePlaceID: It is written as loungePlaceIDs.',
      ],
    ])
  })

  it('a beta’s name beside the documented one gives way to it', () => {
    const semantics = { departureAirportTimeZone: 'Europe/Paris', departureLocationTimeZone: 'Europe/London' }
    expect(normalised({ semantics })).toEqual([
      { semantics: { departureLocationTimeZone: 'Europe/London' } },
      ['semantics.departureAirportTimeZone: It is left out: there is departureLocationTimeZone.'],
    ])
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

  it('what Pass Designer adds for itself, but nothing in userInfo', () => {
    const eventTicket = { headerFields: [{ _id: '1', key: 'a', value: 'x' }] }
    expect(
      normalised({ eventTicket, semantics: { seats: [{ _id: '2', seatRow: '7' }] }, userInfo: { _id: 3 } }),
    ).toEqual([
      {
        eventTicket: { headerFields: [{ key: 'a', value: 'x' }] },
        semantics: { seats: [{ seatRow: '7' }] },
        userInfo: { _id: 3 },
      },
      ['eventTicket.headerFields[0]._id: It is left out.', 'semantics.seats[0]._id: It is left out.'],
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
      [
        'labelColor: #fff is written as rgb(255, 255, 255).',
        'semantics.seats[0].seatSectionColor: #0a141E is written as rgb(10, 20, 30).',
      ],
    ])
  })

  const barcode = { format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'iso-8859-1' }
  it('the deprecated barcode, and barcodes that are no list as in Apple’s own sample', () => {
    expect(normalised({ barcode })[0]).toEqual({ barcode, barcodes: [barcode] })
    expect(normalised({ barcodes: barcode })).toEqual([{ barcodes: [barcode] }, ['barcodes: It is put into a list.']])
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
    expect(normalisePass(pass)).toEqual({ pass, changes: [] })
  },
)
