import { isObject, type JsonObject, textAt, valueAt } from '../../json.ts'
import type { Vertical } from '../api/verticals.ts'
import { money } from './format-value.ts'
import { textOf } from './texts.ts'

/** The top of a card, which no template can change (Google Wallet API, *Pass template*). */
export interface TitleArea {
  /** Beside the logo: who issues the pass. */
  readonly issuer: string
  readonly title: string
  readonly subtitle?: string
}

/** A class and one of its objects. */
export interface PassData {
  readonly vertical: Vertical
  readonly passClass: JsonObject
  readonly object: JsonObject
}

type Read = (pass: PassData, language: string) => string | undefined

const ofClass =
  (name: string): Read =>
  ({ passClass }, language) =>
    textOf(passClass, name, language)
const ofObject =
  (name: string): Read =>
  ({ object }, language) =>
    textOf(object, name, language)

/** Where the texts come from; the first that is there is taken. */
const areas: Readonly<
  Record<Vertical, { readonly issuer: readonly Read[]; readonly title: readonly Read[]; readonly subtitle?: Read }>
> = {
  generic: { issuer: [ofObject('cardTitle')], title: [ofObject('header')], subtitle: ofObject('subheader') },
  loyalty: { issuer: [ofClass('issuerName')], title: [ofClass('programName')] },
  offer: { issuer: [ofClass('issuerName')], title: [ofClass('title')] },
  giftCard: {
    issuer: [ofClass('merchantName'), ofClass('issuerName')],
    title: [({ object }, language) => money(object.balance, language), ofObject('cardNumber')],
  },
  eventTicket: { issuer: [ofClass('issuerName')], title: [ofClass('eventName')] },
  flight: { issuer: [ofClass('issuerName')], title: [flightRoute], subtitle: flightNumber },
  transit: {
    issuer: [ofClass('transitOperatorName'), ofClass('issuerName')],
    title: [transitRoute, ofObject('ticketNumber')],
  },
}

export function titleArea(pass: PassData, language: string): TitleArea {
  const { issuer, title, subtitle } = areas[pass.vertical]
  const first = (reads: readonly Read[]) => reads.map((read) => read(pass, language)).find((text) => text !== undefined)
  const below = subtitle?.(pass, language)
  return { issuer: first(issuer) ?? '', title: first(title) ?? '', ...(below !== undefined && { subtitle: below }) }
}

function flightRoute({ passClass }: PassData): string | undefined {
  const airport = (end: string) => textAt(passClass, end, 'airportIataCode')
  return route(airport('origin'), airport('destination'))
}

export function flightNumber({ passClass }: PassData): string | undefined {
  const own = textAt(passClass, 'flightHeader', 'flightNumberDisplayOverride')
  if (own !== undefined) return own
  const carrier = valueAt(passClass, 'flightHeader', 'carrier')
  const code = textAt(carrier, 'carrierIataCode') ?? textAt(carrier, 'carrierIcaoCode')
  const number = textAt(passClass, 'flightHeader', 'flightNumber')
  return code !== undefined && number !== undefined ? `${code} ${number}` : number
}

function transitRoute({ object }: PassData, language: string): string | undefined {
  const legs = [object.ticketLeg, object.ticketLegs].flat().filter(isObject)
  const station = (leg: JsonObject | undefined, end: 'origin' | 'destination') =>
    leg && (textOf(leg, `${end}Name`, language) ?? textAt(leg, `${end}StationCode`))
  return route(station(legs[0], 'origin'), station(legs.at(-1), 'destination'))
}

function route(origin: string | undefined, destination: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  return destination === undefined ? origin : `${origin} → ${destination}`
}
