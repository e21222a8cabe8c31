import type { IssueScope } from '../errors.ts'
import { isObject } from '../pass-json/describe.ts'
import type { PosterFace } from '../pass-json/key.ts'
import { renamedTags } from '../pass-json/tables/semantics.ts'
import { type Requirement, type Scheme, type SchemeFacts, schemes } from './scheme-requirements.ts'
import { semanticsIn } from './semantics.ts'
import { hasImage } from './style.ts'
import { type LintContext, type Subject, subjectOf } from './subject.ts'

/** What a pass lacks to be drawn by a scheme. */
export interface MissingRequirement extends IssueScope {
  /** A place in pass.json, or the name of an image. */
  readonly path: string
  /** Without what is required Wallet falls back; what is recommended only shows more. */
  readonly level: 'required' | 'recommended'
  readonly fix: string
}

/** Whether phones will draw a pass as it asks them to. */
export interface SchemeReport {
  readonly scheme: PosterFace
  /** The first iOS that knows it. */
  readonly knownSinceIos: number
  /** `uncertain`: by Apple's words alone it could be either, and `missing` says why. */
  readonly verdict: 'used' | 'unused' | 'uncertain'
  /** The first iOS that uses it, or may; absent if none does. */
  readonly usedSinceIos?: number
  /** The last one, if a later iOS draws something else. */
  readonly usedUntilIos?: number
  readonly missing: readonly MissingRequirement[]
}

/**
 * For each new look that a pass asks for, whether phones will use it, from which iOS on, and what is missing. Wallet says
 * nothing of all this: it draws the older look.
 */
export function schemeReport(pass: unknown, context: Pick<LintContext, 'files'> = {}): SchemeReport[] {
  return isObject(pass) ? reportOf(subjectOf(pass, context)) : []
}

export function reportOf(subject: Subject): SchemeReport[] {
  const asked = Object.values(schemes).filter(({ face }) => subject.faces.has(face))
  if (asked.length === 0) return []
  const facts = factsOf(subject)
  return asked.map((scheme) => judge(scheme, subject, facts))
}

function factsOf(subject: Subject): SchemeFacts {
  const { pass, context } = subject
  const { files } = context
  const tags = [...semanticsIn(subject)].flatMap(([, tags]) => Object.entries(tags))
  return {
    pass,
    tags: Object.fromEntries(tags.map(([name, value]) => [documentedName(name), value])),
    transitType: isObject(pass.boardingPass) ? pass.boardingPass.transitType : undefined,
    hasImage: files && ((image) => hasImage(files, image)),
  }
}

function documentedName(tag: string): string {
  return (Object.hasOwn(renamedTags, tag) && renamedTags[tag]) || tag
}

function judge(scheme: Scheme, { pass, styles }: Subject, facts: SchemeFacts): SchemeReport {
  const { face, style, sinceIos, requirements } = scheme
  if (style !== undefined && !styles.includes(style)) {
    const fix = `Make it a ${style}, or do not ask for ${face}.`
    return {
      scheme: face,
      knownSinceIos: sinceIos,
      verdict: 'unused',
      missing: [{ path: style, level: 'required', fix }],
    }
  }
  const missing = requirements.filter((row) => row.isMet(facts) === false && !row.unless?.(facts)).map(missingOf)
  if (style !== undefined && comesBefore(pass.preferredStyleSchemes, style, face)) {
    const fix = `Name ${face} first: ${style} always fits, so that what follows it is never tried.`
    missing.unshift({ path: 'preferredStyleSchemes', level: 'required', fix })
  }
  const usedSinceIos = firstIos(sinceIos, missing)
  // A posterGeneric goes before any other look on the phones that know it.
  const usedUntilIos =
    style !== undefined && pass.posterGeneric !== undefined ? schemes.posterGeneric.sinceIos - 1 : undefined
  const report = { scheme: face, knownSinceIos: sinceIos, missing }
  if (usedSinceIos === undefined || usedSinceIos > (usedUntilIos ?? usedSinceIos))
    return { ...report, verdict: 'unused' }
  return {
    ...report,
    verdict: missing.some((row) => isDoubtful(row) && covers(row, usedSinceIos)) ? 'uncertain' : 'used',
    usedSinceIos,
    ...(usedUntilIos !== undefined && { usedUntilIos }),
  }
}

function missingOf({ isMet: _isMet, unless: _unless, ...row }: Requirement): MissingRequirement {
  return row
}

function comesBefore(list: unknown, first: string, second: string): boolean {
  const [a, b] = Array.isArray(list) ? [list.indexOf(first), list.indexOf(second)] : [-1, -1]
  return a !== -1 && a < b
}

/** The first iOS from the given one on for which nothing is missing for certain. */
function firstIos(knownSinceIos: number, missing: readonly MissingRequirement[]): number | undefined {
  const certain = missing.filter((row) => row.level === 'required' && row.doubt === undefined)
  let ios = knownSinceIos
  for (let row = obstacle(); row; row = obstacle()) {
    if (row.untilIos === undefined) return undefined
    ios = row.untilIos + 1
  }
  return ios

  function obstacle(): MissingRequirement | undefined {
    return certain.find((row) => covers(row, ios))
  }
}

function isDoubtful({ level, doubt }: MissingRequirement): boolean {
  return level === 'required' && doubt !== undefined
}

function covers({ sinceIos = 0, untilIos = Number.POSITIVE_INFINITY }: MissingRequirement, ios: number): boolean {
  return sinceIos <= ios && ios <= untilIos
}
