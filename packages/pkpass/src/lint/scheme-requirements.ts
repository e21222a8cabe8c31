/**
 * What a pass must have for Wallet to draw it in a new way, and what it had better have (Apple, *Creating a poster event
 * pass using semantic tags*, *Creating an airline boarding pass using semantic tags*, *Creating a poster generic pass*;
 * apple/pass-builder, `Validators`). Where these disagree, the row says so: then only a phone can tell.
 */
import type { IssueScope } from '../errors.ts'
import type { PassStyle, PosterFace } from '../pass-json/key.ts'
import type { JsonObject } from './subject.ts'

/** What requirements are asked about. */
export interface SchemeFacts {
  readonly pass: JsonObject
  /** All semantic tags, those of fields included, under the names that Apple documents. */
  readonly tags: JsonObject
  readonly transitType: unknown
  /** Undefined if the files are not known. */
  readonly hasImage: ((image: string) => boolean) | undefined
}

export interface Requirement extends IssueScope {
  /** Where in pass.json, or the image, that is asked for. */
  readonly path: string
  readonly level: 'required' | 'recommended'
  /** Whether a pass has it; undefined if nobody can know. */
  readonly isMet: (facts: SchemeFacts) => boolean | undefined
  /** Passes that it is not asked of. */
  readonly unless?: (facts: SchemeFacts) => boolean
  readonly fix: string
}

export interface Scheme {
  readonly face: PosterFace
  /** The style that it draws in a new way; absent for posterGeneric, which is a style of its own. */
  readonly style?: PassStyle
  /** The first iOS that knows it. */
  readonly sinceIos: number
  readonly requirements: readonly Requirement[]
}

type Row = Omit<Requirement, 'level'>

const required = (...rows: readonly Row[]): Requirement[] => rows.map((row) => ({ ...row, level: 'required' }))
const recommended = (...rows: readonly Row[]): Requirement[] => rows.map((row) => ({ ...row, level: 'recommended' }))

/** A semantic tag; an empty one counts as missing. */
function tag(name: string, more: Partial<Row> = {}): Row {
  return { path: `semantics.${name}`, isMet: ({ tags }) => isFilled(tags[name]), fix: 'Add the tag.', ...more }
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== null
}

function image(path: string, names: readonly string[], more: Partial<Row> = {}): Row {
  return {
    path,
    isMet: ({ hasImage }) => hasImage && names.some(hasImage),
    fix: `Add ${names.map((name) => `${name}@2x.png`).join(' or ')}.`,
    ...more,
  }
}

const hasBarcode = ({ pass }: SchemeFacts) => isFilled(pass.barcodes)
const isEvent = (type: string) => (facts: SchemeFacts) => facts.tags.eventType === type
const isNotEvent = (type: string) => (facts: SchemeFacts) => !isEvent(type)(facts)
const isNoSport = isNotEvent('PKEventTypeSports')
const isNoPerformance = isNotEvent('PKEventTypeLivePerformance')

const hasNfc = ({ pass }: SchemeFacts) => pass.nfc !== undefined
const nfc: Row = { path: 'nfc', isMet: hasNfc, fix: 'Add nfc; its certificate is one that Apple issues for NFC.' }

const articleOnly = { doubt: 'Apple’s article requires it; Apple’s pass-builder does not ask for it.' }
const builderWarns = { doubt: 'Apple’s article requires it; Apple’s pass-builder only recommends it.' }

const posterEventTicket: Scheme = {
  face: 'posterEventTicket',
  style: 'eventTicket',
  sinceIos: 18,
  requirements: [
    ...required(
      tag('eventName'),
      tag('venueName'),
      tag('venueRegionName', articleOnly),
      tag('venueRoom', articleOnly),
      tag('awayTeamAbbreviation', { unless: isNoSport }),
      tag('homeTeamAbbreviation', { unless: isNoSport }),
      tag('performerNames', { unless: isNoPerformance }),
      tag('eventType', {
        isMet: (facts) => !(isNoSport(facts) && isNoPerformance(facts)),
        fix: 'Use PKEventTypeSports or PKEventTypeLivePerformance if it is one.',
        doubt: 'One article of Apple’s has posters for sports and live performances only, another for every event.',
      }),
      image('artwork.png', ['artwork', 'background'], {
        doubt: 'Apple’s pass-builder requires one of the two images; Apple’s article does not say.',
      }),
      { ...nfc, unless: hasBarcode },
      { ...nfc, unless: (facts) => !hasBarcode(facts), untilIos: 26 },
      {
        ...nfc,
        unless: (facts) => !hasBarcode(facts),
        sinceIos: 27,
        doubt: 'Apple has shown posters with a barcode on iOS 27; its article and its pass-builder still ask for NFC.',
      },
    ),
    ...recommended(
      {
        path: 'nfc.requiresAuthentication',
        isMet: ({ pass }) => (pass.nfc as JsonObject | null)?.requiresAuthentication !== undefined,
        unless: (facts) => !hasNfc(facts),
        fix: 'Write false or true.',
        doubt: 'Apple’s pass-builder requires it; Apple’s samples do without.',
      },
      {
        path: 'semantics.eventStartDate',
        isMet: ({ tags }) => isFilled(tags.eventStartDate) || isFilled(tags.eventStartDateInfo),
        fix: 'Add the tag, or eventStartDateInfo: without them the date says TBA.',
      },
      tag('seats'),
      tag('artistIDs', { unless: isNoPerformance }),
    ),
  ],
}

const semanticBoardingPass: Scheme = {
  face: 'semanticBoardingPass',
  style: 'boardingPass',
  sinceIos: 26,
  requirements: [
    ...required(
      {
        path: 'boardingPass.transitType',
        isMet: ({ transitType }) => transitType === 'PKTransitTypeAir',
        fix: 'Use PKTransitTypeAir: other journeys have the older look.',
      },
      tag('airlineCode'),
      tag('flightNumber'),
      tag('passengerName'),
      tag('originalBoardingDate'),
      tag('originalDepartureDate'),
      tag('originalArrivalDate'),
      tag('departureAirportCode'),
      tag('departureCityName', builderWarns),
      tag('departureLocationTimeZone'),
      tag('destinationAirportCode'),
      tag('destinationCityName', builderWarns),
      tag('destinationLocationTimeZone', builderWarns),
    ),
    ...recommended(
      tag('seats'),
      tag('transitProvider'),
      tag('departureAirportName'),
      tag('destinationAirportName'),
      tag('departureLocation'),
      tag('destinationLocation'),
      tag('departureLocationSecurityPrograms'),
      tag('destinationLocationSecurityPrograms'),
    ),
  ],
}

const posterGeneric: Scheme = {
  face: 'posterGeneric',
  sinceIos: 27,
  requirements: recommended(image('artwork.png', ['artwork']), image('primaryLogo.png', ['primaryLogo'])),
}

export const schemes: Readonly<Record<PosterFace, Scheme>> = { posterEventTicket, semanticBoardingPass, posterGeneric }
