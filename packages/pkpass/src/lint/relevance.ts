/** When and where a pass comes forward (Apple, *Showing a Pass on the Lock Screen*; *Pass.RelevantDates*). */
import { type Issue, issueOf } from '../errors.ts'
import { passKeys } from '../pass-json/tables/pass.ts'
import { momentOf, objectsIn, type Subject } from './subject.ts'

const maxLocations = 10
const maxBeaconUuids = 10
const dayMs = 86_400_000

export function checkRelevance(subject: Subject, issues: Issue[]): void {
  const { locations, beacons, relevantDates } = subject.pass
  if (Array.isArray(locations) && locations.length > maxLocations) {
    const message = `There are ${locations.length}.`
    issues.push(issueOf('TOO_MANY_LOCATIONS', 'locations', message, `Keep at most ${maxLocations}.`))
  }
  const uuids = new Set([...objectsIn(beacons)].map(([, { proximityUUID }]) => lowerCase(proximityUUID)))
  if (uuids.size > maxBeaconUuids) {
    issues.push(
      issueOf(
        'TOO_MANY_BEACONS',
        'beacons',
        `There are ${uuids.size} different proximityUUIDs.`,
        `Use at most ${maxBeaconUuids}, and tell beacons apart by major and minor.`,
      ),
    )
  }
  for (const [index, entry] of objectsIn(relevantDates)) checkEntry(entry, `relevantDates[${index}]`, issues)
  checkPlace(subject, issues)
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function checkEntry(entry: Readonly<Record<string, unknown>>, path: string, issues: Issue[]): void {
  const { date, relevantDate, startDate, endDate } = entry
  const isMoment = date !== undefined || relevantDate !== undefined
  const isInterval = startDate !== undefined && endDate !== undefined
  if (!isInterval && !(isMoment && startDate === undefined && endDate === undefined)) {
    const fix = 'Give date, or startDate with endDate.'
    issues.push(issueOf('RELEVANT_DATE_INCOMPLETE', path, 'It is neither a date nor an interval.', fix))
  }
  const [start, end] = [momentOf(startDate), momentOf(endDate)]
  if (start === undefined || end === undefined) return
  if (end < start) {
    issues.push(
      issueOf('DATES_REVERSED', `${path}.endDate`, 'The interval ends before it begins.', 'Swap the two dates.'),
    )
  } else if (end - start > dayMs) {
    issues.push(
      issueOf('INTERVAL_TOO_LONG', path, 'It is longer than a day.', 'Give an interval for each day.', {
        doubt: 'That a day is the most was found on phones; Apple documents no limit.',
      }),
    )
  }
}

/** Styles that must have locations if they are to come forward at all. */
const byPlaceOnly: readonly string[] = ['coupon', 'generic', 'storeCard']

/** Dates that come with no place: some styles come forward by place only. */
function checkPlace({ pass, styles }: Subject, issues: Issue[]): void {
  const { locations, beacons, relevantDate, relevantDates, maxDistance } = pass
  const [style] = styles
  const takesDates = passKeys.relevantDates.styles?.some((taking) => taking === style) ?? false
  if (relevantDate !== undefined && relevantDates === undefined && takesDates) {
    issues.push(
      issueOf(
        'KEY_DEPRECATED',
        'relevantDate',
        'Apple deprecates it in favour of relevantDates.',
        'Add relevantDates: [{ "date": … }]; relevantDate may stay beside it for iOS 17 and older.',
        { sinceIos: 18 },
      ),
    )
  }
  if (maxDistance !== undefined && locations === undefined) {
    const message = 'It says how near a location must be, and there are no locations.'
    issues.push(issueOf('RELEVANCE_WITHOUT_LOCATION', 'maxDistance', message, 'Add locations, or leave it out.'))
  }
  if (style !== undefined && byPlaceOnly.includes(style) && beacons !== undefined && locations === undefined) {
    issues.push(
      issueOf(
        'RELEVANCE_WITHOUT_LOCATION',
        'beacons',
        `A ${style} comes forward near its locations, and there are none.`,
        'Add locations.',
        {
          doubt:
            'Apple’s article wants locations beside anything else; whether beacons stand in for them it does not say.',
        },
      ),
    )
  }
  const hasDate = relevantDate !== undefined || relevantDates !== undefined
  if (style !== 'generic' || !hasDate || locations !== undefined || beacons !== undefined) return
  issues.push(
    issueOf(
      'RELEVANCE_WITHOUT_LOCATION',
      relevantDates === undefined ? 'relevantDate' : 'relevantDates',
      'A generic pass comes forward at a date only if it is near one of its locations.',
      'Add locations.',
    ),
  )
}
