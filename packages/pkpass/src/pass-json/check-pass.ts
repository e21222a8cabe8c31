import { type Issue, issueOf } from '../errors.ts'
import { styles } from './enums.ts'
import { checkFields } from './fields.ts'
import { checkKnownKeys, checkRequiredKeys, describeValue, isObject, wrongType } from './rules.ts'
import { laterKeys, passShape } from './shapes.ts'

/** What is known about the package that a pass.json belongs to. */
export interface PassContext {
  /** Of the certificate. */
  readonly passTypeIdentifier?: string
  readonly teamIdentifier?: string
  /** The names of all files. */
  readonly files?: readonly string[]
}

type Pass = Readonly<Record<string, unknown>>

const minTokenLength = 16
const maxLocations = 10
const maxBeaconUuids = 10

/**
 * All problems of a complete pass.json in the core that the five classic styles share: keys that are missing, unknown
 * or of the wrong kind, and combinations that Wallet refuses (Apple, *Pass*). Unknown keys are warnings.
 */
export function checkPass(pass: unknown, context: PassContext = {}): Issue[] {
  if (!isObject(pass)) return [wrongType(pass, 'pass.json', 'an object')]
  const issues = checkPassParts(pass, context)
  checkRequiredKeys(pass, passShape, '', issues)
  checkWebService(pass, issues)
  if (styles.every((style) => pass[style] === undefined)) {
    issues.push(
      pass.posterGeneric === undefined
        ? issueOf('STYLE_MISSING', 'pass.json', 'The pass has no style.', `Add one of: ${styles.join(', ')}.`)
        : issueOf(
            'STYLE_TOO_NEW',
            'posterGeneric',
            'Phones before iOS 27 cannot add it.',
            'Add a generic style beside it.',
          ),
    )
  }
  return issues
}

/** The problems of what is there: of a pass.json to which top-level keys may still be added. */
export function checkPassParts(pass: Pass, context: PassContext): Issue[] {
  const issues: Issue[] = []
  checkKnownKeys(pass, passShape, '', issues)
  for (const key in pass) {
    if (passShape.rules.has(key) || laterKeys.has(key)) continue
    issues.push(issueOf('KEY_UNKNOWN', key, 'Wallet ignores keys that it does not know.', 'Check the spelling.'))
  }
  checkBinding(pass, context, issues)
  checkTexts(pass, issues)
  checkStyle(pass, context, issues)
  checkRelevance(pass, issues)
  return issues
}

function checkBinding(pass: Pass, context: PassContext, issues: Issue[]): void {
  for (const [key, code] of [
    ['passTypeIdentifier', 'PASS_TYPE_MISMATCH'],
    ['teamIdentifier', 'TEAM_MISMATCH'],
  ] as const) {
    const [actual, expected] = [pass[key], context[key]]
    if (actual === undefined || expected === undefined || actual === expected) continue
    issues.push(
      issueOf(
        code,
        key,
        `The certificate is for ${expected}, but it is ${describeValue(actual)}.`,
        `Write ${expected}, or use the certificate that fits.`,
      ),
    )
  }
}

function checkTexts({ serialNumber, authenticationToken }: Pass, issues: Issue[]): void {
  if (typeof serialNumber === 'string' && /[^A-Za-z0-9._-]/.test(serialNumber)) {
    issues.push(
      issueOf(
        'SERIAL_NOT_URL_SAFE',
        'serialNumber',
        `Phones encode "${serialNumber}" twice in the paths of update requests.`,
        'Use letters, digits, ".", "_" and "-" only.',
      ),
    )
  }
  if (typeof authenticationToken === 'string' && authenticationToken.length < minTokenLength) {
    issues.push(
      issueOf(
        'TOKEN_TOO_SHORT',
        'authenticationToken',
        `It has ${authenticationToken.length} characters.`,
        `Use at least ${minTokenLength}.`,
      ),
    )
  }
}

function checkWebService({ webServiceURL, authenticationToken }: Pass, issues: Issue[]): void {
  if ((webServiceURL === undefined) === (authenticationToken === undefined)) return
  const [present, missing] =
    webServiceURL === undefined ? ['authenticationToken', 'webServiceURL'] : ['webServiceURL', 'authenticationToken']
  issues.push(
    issueOf('WEB_SERVICE_INCOMPLETE', missing, `It is missing, while ${present} is there.`, 'Give both or neither.'),
  )
}

function checkStyle(pass: Pass, { files = [] }: PassContext, issues: Issue[]): void {
  const present = styles.filter((style) => pass[style] !== undefined)
  if (present.length > 1) {
    issues.push(
      issueOf('STYLE_AMBIGUOUS', present[1]!, `The pass has the styles ${present.join(' and ')}.`, 'Keep one.'),
    )
  }
  const isLocalized = files.some((name) => name.endsWith('.lproj/pass.strings'))
  for (const style of present) {
    const fields = pass[style]
    if (!isObject(fields)) continue
    checkFields(style, fields, isLocalized, issues)
    checkTransitType(style === 'boardingPass', fields.transitType, `${style}.transitType`, issues)
  }
  if (pass.eventTicket !== undefined) checkTicketImages(files, issues)
}

function checkTransitType(isBoardingPass: boolean, transitType: unknown, path: string, issues: Issue[]): void {
  if (isBoardingPass === (transitType !== undefined)) return
  issues.push(
    isBoardingPass
      ? issueOf('KEY_MISSING', path, 'It is missing, and a boarding pass needs it.', 'Add it, like PKTransitTypeAir.')
      : issueOf('TRANSIT_TYPE_NOT_ALLOWED', path, 'Only a boardingPass has a transitType.', 'Leave it out.'),
  )
}

/** An event ticket shows a strip or a background with a thumbnail (Human Interface Guidelines, Wallet). */
function checkTicketImages(files: readonly string[], issues: Issue[]): void {
  const has = (image: string) =>
    files.some((name) => name.startsWith(image) && /^(@[23]x)?\.png$/.test(name.slice(image.length)))
  const other = ['background', 'thumbnail'].find(has)
  if (other === undefined || !has('strip')) return
  issues.push(
    issueOf(
      'STYLE_IMAGES_CONFLICT',
      'strip.png',
      `An event ticket has either a strip or a ${other} image, not both.`,
      'Leave one of them out.',
    ),
  )
}

function checkRelevance(pass: Pass, issues: Issue[]): void {
  const { locations, beacons } = pass
  if (Array.isArray(locations) && locations.length > maxLocations) {
    issues.push(
      issueOf('TOO_MANY_LOCATIONS', 'locations', `There are ${locations.length}.`, `Keep at most ${maxLocations}.`),
    )
  }
  if (Array.isArray(beacons)) {
    const uuids = new Set(beacons.map((beacon) => isObject(beacon) && lowerCase(beacon.proximityUUID)))
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
  }
  for (const [key, style] of ineffective) {
    if (pass[key] === undefined || pass[style] === undefined) continue
    issues.push(issueOf('KEY_WITHOUT_EFFECT', key, `It has no effect on a ${style}.`, 'Leave it out.'))
  }
  if (Array.isArray(pass.relevantDates)) checkIntervals(pass.relevantDates, issues)
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}

/** Keys that Wallet ignores with some styles (Apple, *Pass*; *Showing a Pass on the Lock Screen*). */
const ineffective = [
  ['relevantDate', 'coupon'],
  ['relevantDate', 'storeCard'],
  ['relevantDates', 'coupon'],
  ['relevantDates', 'storeCard'],
  ['groupingIdentifier', 'coupon'],
  ['groupingIdentifier', 'generic'],
  ['groupingIdentifier', 'storeCard'],
] as const

function checkIntervals(relevantDates: readonly unknown[], issues: Issue[]): void {
  for (const [index, entry] of relevantDates.entries()) {
    if (!isObject(entry)) continue
    const { date, relevantDate, startDate, endDate } = entry
    const isMoment = date !== undefined || relevantDate !== undefined
    if (
      (isMoment && startDate === undefined && endDate === undefined) ||
      (startDate !== undefined && endDate !== undefined)
    ) {
      continue
    }
    issues.push(
      issueOf(
        'RELEVANT_DATE_INCOMPLETE',
        `relevantDates[${index}]`,
        'It is neither a date nor an interval.',
        'Give date, or startDate with endDate.',
      ),
    )
  }
}
