import { checkClass, checkObject } from '../check/check-resource.ts'
import { has, isObject, type Json, objectAt, objectsAt, textAt } from '../check/json.ts'
import { describe, type Issue, issueOf } from '../issue.ts'
import { suggest } from '../suggest.ts'
import { type Vertical, verticals } from '../verticals.ts'

const knownClaims: readonly string[] = ['iss', 'aud', 'typ', 'iat', 'origins', 'payload']
const legacyTypes: readonly unknown[] = ['savetoandroidpay', 'savetogooglepay']

interface PayloadArray {
  readonly vertical: Vertical
  readonly side: 'class' | 'object'
}

const arrays: ReadonlyMap<string, PayloadArray> = new Map(
  (Object.keys(verticals) as Vertical[]).flatMap((vertical): [string, PayloadArray][] => [
    [verticals[vertical].classes, { vertical, side: 'class' }],
    [verticals[vertical].objects, { vertical, side: 'object' }],
  ]),
)

/** Everything that is wrong with the claims of a save link (Google Wallet API, JWT), the passes in it included. */
export function checkSaveClaims(claims: unknown): Issue[] {
  if (!isObject(claims)) return [issueOf('TYPE_WRONG', '', 'The claims are no object.', 'Write an object.')]
  const issues: Issue[] = []
  checkIssuer(claims, issues)
  checkConstant(claims, 'aud', 'google', issues)
  checkConstant(claims, 'typ', 'savetowallet', issues)
  checkIssuedAt(claims, issues)
  checkOrigins(claims, issues)
  for (const claim of Object.keys(claims)) {
    if (knownClaims.includes(claim)) continue
    const fix = claim === 'exp' ? 'Leave it out: links do not expire.' : 'Leave it out.'
    issues.push(issueOf('CLAIM_UNKNOWN', claim, `Google documents no ${describe(claim)}.`, fix))
  }
  checkPayload(claims, issues)
  return issues
}

function checkIssuer(claims: Json, issues: Issue[]): void {
  if (isMissing(claims, 'iss', 'Add the e-mail address of the service account.', issues)) return
  if (/^[^\s@]+@[^\s@]+$/.test(textAt(claims, 'iss') ?? '')) return
  const fix = 'Write the e-mail address of the service account.'
  issues.push(issueOf('CLAIM_WRONG', 'iss', `${describe(claims.iss)} is no e-mail address.`, fix))
}

function checkConstant(claims: Json, claim: string, expected: string, issues: Issue[]): void {
  if (isMissing(claims, claim, `Add "${expected}".`, issues) || claims[claim] === expected) return
  const isLegacy = legacyTypes.includes(claims[claim])
  const message = `It is ${describe(claims[claim])}${isLegacy ? ', as years ago' : ''}.`
  issues.push(issueOf('CLAIM_WRONG', claim, message, `Write "${expected}".`))
}

/** In 2001 seconds had ten digits; milliseconds have thirteen. */
function checkIssuedAt(claims: Json, issues: Issue[]): void {
  const { iat } = claims
  if (iat === undefined || (Number.isInteger(iat) && (iat as number) > 0 && (iat as number) < 1e11)) return
  const fix = 'Write seconds since 1970 as a whole number.'
  issues.push(issueOf('CLAIM_WRONG', 'iat', `${describe(iat)} are no seconds.`, fix))
}

function checkOrigins(claims: Json, issues: Issue[]): void {
  const { origins } = claims
  if (origins === undefined) return
  if (!Array.isArray(origins)) {
    issues.push(issueOf('CLAIM_WRONG', 'origins', `It is ${describe(origins)}, not a list.`, 'Write a list.'))
    return
  }
  for (const [index, origin] of origins.entries()) {
    if (typeof origin === 'string' && /^(?:https?:\/\/)?[A-Za-z0-9.-]+(?::\d+)?$/.test(origin)) continue
    const fix = 'Write scheme and host without a path, like https://www.example.com.'
    issues.push(issueOf('CLAIM_WRONG', `origins[${index}]`, `${describe(origin)} is no origin.`, fix))
  }
}

function isMissing(claims: Json, claim: string, fix: string, issues: Issue[]): boolean {
  if (has(claims, claim)) return false
  issues.push(issueOf('CLAIM_MISSING', claim, `${claim} is missing.`, fix))
  return true
}

function checkPayload(claims: Json, issues: Issue[]): void {
  if (isMissing(claims, 'payload', 'Add an object with arrays like loyaltyObjects.', issues)) return
  const payload = objectAt(claims, 'payload')
  const seen = new Set<string>()
  let objects = 0
  for (const [name, list] of Object.entries(payload)) {
    const path = `payload.${name}`
    const array = arrays.get(name)
    if (array === undefined) {
      const meant = suggest(name, arrays.keys())
      const fix = meant === undefined ? `There are: ${[...arrays.keys()].join(', ')}.` : `Write ${meant}.`
      issues.push(issueOf('PAYLOAD_ARRAY_UNKNOWN', path, `Google knows no ${describe(name)}.`, fix))
      continue
    }
    if (!Array.isArray(list)) {
      issues.push(issueOf('TYPE_WRONG', path, `It is ${describe(list)}, not a list.`, 'Write a list.'))
      continue
    }
    if (array.side === 'object') objects += list.length
    for (const [index, resource] of list.entries()) {
      const place = `${path}[${index}]`
      issues.push(...prefixed(place, checkOne(array, resource, payload)))
      if (array.side === 'object') checkSecrets(resource, place, issues)
      checkDuplicate(resource, place, seen, issues)
    }
  }
  if (objects === 0) issues.push(issueOf('PAYLOAD_EMPTY', 'payload', 'There is no object to save.', 'Add an object.'))
}

function checkOne({ vertical, side }: PayloadArray, resource: unknown, payload: Json): Issue[] {
  if (side === 'class') return checkClass(vertical, resource)
  if (isReference(resource)) return checkReference(vertical, resource)
  const classes = objectsAt(payload, verticals[vertical].classes)
  const classResource = classes.find(({ item }) => isObject(resource) && item.id === resource.classId)?.item
  return checkObject(vertical, resource, { classResource })
}

/** An object that exists already is named by its id, perhaps with that of its class. */
function isReference(resource: unknown): resource is Json {
  return (
    isObject(resource) && has(resource, 'id') && Object.keys(resource).every((key) => key === 'id' || key === 'classId')
  )
}

function checkReference(vertical: Vertical, reference: Json): Issue[] {
  return checkObject(vertical, reference, { patch: true })
}

/** Whoever has the link could make the barcodes of the pass. */
function checkSecrets(resource: unknown, place: string, issues: Issue[]): void {
  if (!isObject(resource) || !has(objectAt(resource, 'rotatingBarcode'), 'totpDetails')) return
  const fix = 'Insert the object by the API and link to its id.'
  const path = `${place}.rotatingBarcode.totpDetails`
  issues.push(issueOf('SECRET_IN_LINK', path, 'The link holds the key of the rotating barcode.', fix))
}

function checkDuplicate(resource: unknown, place: string, seen: Set<string>, issues: Issue[]): void {
  const id = isObject(resource) ? textAt(resource, 'id') : undefined
  if (id === undefined) return
  if (seen.has(id)) {
    issues.push(issueOf('ID_DUPLICATE', `${place}.id`, `${describe(id)} is there twice.`, 'Give each its own id.'))
  }
  seen.add(id)
}

function prefixed(place: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: issue.path === '' ? place : `${place}.${issue.path}` }))
}
