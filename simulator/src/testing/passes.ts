import type { Vertical } from '../google/api/verticals.ts'
import type { JsonObject } from '../json.ts'
import type { TestGoogle } from './google.ts'

const image = (name: string) => ({ sourceUri: { uri: `https://example.com/${name}.png` } })
const text = (value: string) => ({ defaultValue: { language: 'en-US', value } })
const issued = { issuerName: 'Example Coffee', reviewStatus: 'UNDER_REVIEW' }

/** The least that a class of each vertical needs, besides its id. */
export const leastClasses: Readonly<Record<Vertical, JsonObject>> = {
  generic: {},
  loyalty: { ...issued, programName: 'Beans', programLogo: image('logo') },
  offer: { ...issued, title: 'Two for one', provider: 'Coffee', redemptionChannel: 'INSTORE' },
  giftCard: issued,
  eventTicket: { ...issued, eventName: text('Cupping') },
  flight: {
    ...issued,
    localScheduledDepartureDateTime: '2027-03-05T06:30:00',
    flightHeader: { carrier: { carrierIataCode: 'LX' }, flightNumber: '123' },
    origin: { airportIataCode: 'ZRH' },
    destination: { airportIataCode: 'SFO' },
  },
  transit: { ...issued, transitType: 'RAIL', logo: image('logo') },
}

/** The least that an object of each vertical needs, besides its id and that of its class. */
export const leastObjects: Readonly<Record<Vertical, JsonObject>> = {
  generic: { cardTitle: text('Example Coffee'), header: text('Ada Lovelace') },
  loyalty: { state: 'ACTIVE' },
  offer: { state: 'ACTIVE' },
  giftCard: { state: 'ACTIVE', cardNumber: '1234' },
  eventTicket: { state: 'ACTIVE' },
  flight: { state: 'ACTIVE', passengerName: 'Ada Lovelace', reservationInfo: { confirmationCode: 'ABC' } },
  transit: { state: 'ACTIVE', tripType: 'ONE_WAY' },
}

/** Inserts a class `card` and an object `ada` of a vertical. */
export async function insertPass(
  { api, id }: TestGoogle,
  vertical: Vertical = 'loyalty',
  { passClass = {}, object = {} }: { readonly passClass?: JsonObject; readonly object?: JsonObject } = {},
): Promise<void> {
  const answers = [
    await api('POST', `${vertical}Class`, { id: id('card'), ...leastClasses[vertical], ...passClass }),
    await api('POST', `${vertical}Object`, {
      id: id('ada'),
      classId: id('card'),
      ...leastObjects[vertical],
      ...object,
    }),
  ]
  for (const { status, body } of answers) if (status !== 200) throw new Error(body.error.message)
}
