/** The new looks that a pass asks for, and why Wallet would draw the older one. */
import { type Issue, type IssueScope, issueOf } from '../errors.ts'
import { reportOf, type SchemeReport } from './scheme-report.ts'
import { type Scheme, schemes } from './scheme-requirements.ts'
import type { JsonObject, Subject } from './subject.ts'

/** Groups that phones without the new look show on the front. */
const frontGroups = ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields'] as const

export function checkSchemes(subject: Subject, issues: Issue[]): void {
  for (const report of reportOf(subject)) {
    const scheme = schemes[report.scheme]
    for (const { level, path, fix, ...scope } of report.missing) {
      if (level === 'required') {
        issues.push(issueOf('SCHEME_REQUIREMENT_MISSING', path, fallback(scheme, scope), fix, scope))
      }
    }
    issues.push(...recommendations(report), ...legacyIssues(scheme, subject))
  }
}

function fallback({ face, sinceIos }: Scheme, { sinceIos: from = sinceIos, untilIos }: IssueScope): string {
  const phones = untilIos === undefined ? `from iOS ${from} on` : `on iOS ${from} to ${untilIos}`
  return `Without it phones draw the older look instead of the ${face}, ${phones}.`
}

/** Those without a doubt together, as they are many and none of them is urgent. */
function recommendations({ scheme, knownSinceIos, missing }: SchemeReport): Issue[] {
  const rows = missing.filter(({ level }) => level === 'recommended')
  const plain = rows.filter(({ doubt }) => doubt === undefined).map(({ path }) => path)
  const doubtful = rows.filter(({ doubt }) => doubt !== undefined)
  const message = `A ${scheme} shows more with it.`
  return [
    ...(plain.length === 0
      ? []
      : [
          issueOf(
            'SCHEME_RECOMMENDATION_MISSING',
            plain[0]!,
            plain.length === 1 ? message : `A ${scheme} shows more with ${plain.join(', ')}.`,
            'Add what there is to say.',
            { sinceIos: knownSinceIos },
          ),
        ]),
    ...doubtful.map(({ path, fix, doubt }) =>
      issueOf('SCHEME_RECOMMENDATION_MISSING', path, message, fix, { sinceIos: knownSinceIos, doubt: doubt! }),
    ),
  ]
}

/** Phones that do not know the new look show the fields of the style, and nothing else. */
function legacyIssues({ face, sinceIos }: Scheme, { dictionaries }: Subject): Issue[] {
  const older = dictionaries.filter(([style]) => style !== 'posterGeneric')
  if (older.length === 0 || older.some(([, fields]) => hasFront(fields))) return []
  return [
    issueOf(
      'LEGACY_FIELDS_MISSING',
      older[0]![0],
      `Phones that do not draw the ${face} show an empty pass.`,
      'Add primary, secondary and auxiliary fields with the same facts.',
      { untilIos: sinceIos - 1 },
    ),
  ]
}

function hasFront(fields: JsonObject): boolean {
  return frontGroups.some((group) => Array.isArray(fields[group]) && fields[group].length > 0)
}
