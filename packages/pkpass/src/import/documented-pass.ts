/** What Apple's own early tools write otherwise than Apple documents it. */
import { type Issue, issueOf } from '../errors.ts'
import { isObject } from '../pass-json/rules.ts'
import type { PassJson } from '../pass-json/types.ts'

/** Names inside `semantics` before iOS 26 was released (Apple, *SemanticTags*). */
const semanticNames: Readonly<Record<string, string>> = {
  departureAirportTimeZone: 'departureLocationTimeZone',
  destinationAirportTimeZone: 'destinationLocationTimeZone',
  departureAirportSecurityPrograms: 'departureLocationSecurityPrograms',
  destinationAirportSecurityPrograms: 'destinationLocationSecurityPrograms',
}

/** Names inside `upcomingPassInformation` in other case (Apple, *UpcomingPassInformationEntryType*). */
const upcomingNames: Readonly<Record<string, string>> = { urls: 'URLs', url: 'URL', sha256: 'SHA256' }

/** Whose names are the issuer's own. */
const opaqueKeys: readonly string[] = ['userInfo']
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A pass.json without the marks of Pass Designer, with documented names; each that is replaced is an issue. */
export function documentedPass(pass: PassJson, issues: Issue[]): PassJson {
  return documented(pass, '', {}, issues) as PassJson
}

function documented(value: unknown, path: string, names: Readonly<Record<string, string>>, issues: Issue[]): unknown {
  if (Array.isArray(value))
    return value.map((element, index) => documented(element, `${path}[${index}]`, names, issues))
  if (!isObject(value)) return value
  const prefix = path === '' ? '' : `${path}.`
  const members = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    if (opaqueKeys.includes(key)) return [[key, part]]
    // Pass Designer numbers fields, seats and actions.
    if (key === '_id' && typeof part === 'string' && uuid.test(part)) return []
    const name = Object.hasOwn(names, key) && !Object.hasOwn(value, names[key]!) ? names[key]! : key
    if (name !== key) {
      const message = `Its name in Apple's documents is ${name}, and so it is called now.`
      issues.push(issueOf('KEY_RENAMED', prefix + key, message, `Write ${name}.`))
    }
    return [[name, documented(part, prefix + name, namesIn(key) ?? names, issues)]]
  })
  return Object.fromEntries(members)
}

function namesIn(key: string): Readonly<Record<string, string>> | undefined {
  if (key === 'semantics') return semanticNames
  return key === 'upcomingPassInformation' ? upcomingNames : undefined
}
