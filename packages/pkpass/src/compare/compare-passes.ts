import { type Issue, type IssueScope, issueOf } from '../errors.ts'
import { reportOf, type SchemeReport } from '../lint/scheme-report.ts'
import { semanticsIn } from '../lint/semantics.ts'
import { type JsonObject, type Subject, subjectOf } from '../lint/subject.ts'
import { isObject, quoted } from '../pass-json/describe.ts'
import type { PassStyleKey } from '../pass-json/key.ts'
import type { Translation } from '../strings/parse.ts'
import { translatePass } from '../strings/translate-pass.ts'
import { formatValue, type Viewing } from './format-value.ts'
import { type ChangedField, changedFields, type LockScreenText, lockScreenText, speaking } from './lock-screen.ts'

/** The first iOS that draws a posterGeneric. */
const posterSinceIos = 27

export interface CompareOptions extends Viewing {
  /** The texts of pass.strings by their keys, in the language of the phone, of each pass that has any. */
  readonly strings?: {
    readonly before?: Translation
    readonly after?: Translation
  }
}

/** A field whose value is another one, as phones show it. */
export interface FieldChange {
  readonly key: string
  /** In the newer pass. */
  readonly path: string
  readonly before: string
  readonly after: string
  readonly changeMessage?: string
}

/** What the lock screen says, on the phones that draw this style. */
export interface LockScreen extends LockScreenText, IssueScope {
  readonly style: PassStyleKey
}

export interface PassComparison {
  readonly changes: readonly FieldChange[]
  /** One for all phones, or one each for those that draw the pass differently, the oldest phones first. */
  readonly lockScreen: readonly LockScreen[]
  readonly issues: readonly Issue[]
}

/**
 * What an update from one version of a pass to the next shows: the fields that change, and the text that the lock screen
 * will have (Apple, *PassFieldContent*, `changeMessage`). Warns when that is only the generic line, and of changes that
 * make it another pass or cut it off from its web service. Reports and never throws.
 */
export function comparePasses(before: unknown, after: unknown, options: CompareOptions): PassComparison {
  if (!isObject(before) || !isObject(after)) return { changes: [], lockScreen: [], issues: [] }
  const { strings = {} } = options
  const older = subjectOf(strings.before ? translatePass(before, strings.before) : before, {})
  const newer = subjectOf(strings.after ? translatePass(after, strings.after) : after, {})
  const changed = new Map(
    newer.dictionaries.map(([style, fields]) => [style, changedFields(style, dictionaryOf(older, style), fields)]),
  )
  const all = [...changed.values()].flat()
  return {
    changes: all.map((change) => shown(change, options)),
    lockScreen: lockScreens(older, newer, changed, options),
    issues: [...identityIssues(before, after), ...messageIssues(changed, options)],
  }
}

/** A pass changes its style seldom; what was on the front then is compared with what is there now. */
function dictionaryOf({ dictionaries }: Subject, style: PassStyleKey): JsonObject {
  const same = dictionaries.find(([name]) => name === style)
  const classic = style === 'posterGeneric' ? undefined : dictionaries.find(([name]) => name !== 'posterGeneric')
  return (same ?? classic)?.[1] ?? {}
}

function shown({ path, field, before }: ChangedField, viewing: Viewing): FieldChange {
  const { key, changeMessage } = field
  return {
    key: String(key),
    path,
    before: before === undefined ? '' : formatValue(before, viewing),
    after: formatValue(field, viewing),
    ...(typeof changeMessage === 'string' && { changeMessage }),
  }
}

function lockScreens(
  older: Subject,
  newer: Subject,
  changed: ReadonlyMap<PassStyleKey, readonly ChangedField[]>,
  viewing: Viewing,
): LockScreen[] {
  const drawnByTags = reportOf(newer).find(
    ({ scheme, usedSinceIos }) => scheme !== 'posterGeneric' && usedSinceIos !== undefined,
  )
  const ofTags = tagsDiffer(older, newer)
  const screens = [...changed].flatMap(([style, fields]): LockScreen[] => {
    const screen = { style, ...lockScreenText(style, fields, viewing) }
    if (style === 'posterGeneric') return [{ ...screen, sinceIos: posterSinceIos }]
    const classic: LockScreen[] = drawnByTags
      ? [
          { ...screen, untilIos: drawnByTags.usedSinceIos! - 1 },
          { style, ...screenOfTags(drawnByTags, style, fields, ofTags, viewing) },
        ]
      : [screen]
    return changed.has('posterGeneric')
      ? classic.map((each) => ({ ...each, untilIos: each.untilIos ?? posterSinceIos - 1 }))
      : classic
  })
  return merged(screens)
}

/** Where semantic tags make the face, the fields of the front are not drawn, and their messages were not heard. */
function screenOfTags(
  { scheme, usedSinceIos }: SchemeReport,
  style: PassStyleKey,
  fields: readonly ChangedField[],
  ofTags: boolean,
  viewing: Viewing,
): LockScreenText & IssueScope {
  const back = fields.filter(({ side }) => side === 'back')
  const isFrontHeard = speaking(fields).some(({ side }) => side === 'front')
  const doubt = ofTags
    ? `On a ${scheme} iOS makes texts of its own for semantic tags that change; Apple does not document which.`
    : `On a ${scheme} iOS compares semantic tags instead of the fields of the front; Apple does not document it.`
  return {
    ...lockScreenText(style, back, viewing),
    sinceIos: usedSinceIos!,
    ...((ofTags || isFrontHeard) && { doubt }),
  }
}

function tagsDiffer(older: Subject, newer: Subject): boolean {
  const tagsOf = (subject: Subject) => JSON.stringify([...semanticsIn(subject)].map(([, tags]) => tags))
  return tagsOf(older) !== tagsOf(newer)
}

/** One for all phones, if all say the same and nothing about it is open. */
function merged(screens: readonly LockScreen[]): LockScreen[] {
  const [first, ...others] = screens
  if (first === undefined) return []
  const isSame = others.every(({ kind, text }) => kind === first.kind && text === first.text)
  if (!isSame || screens.some(({ doubt }) => doubt !== undefined)) return [...screens]
  const { sinceIos: _since, untilIos: _until, ...screen } = first
  return [screen]
}

const identifiers = ['passTypeIdentifier', 'serialNumber', 'teamIdentifier'] as const

function identityIssues(before: JsonObject, after: JsonObject): Issue[] {
  const issues = identifiers
    .filter((key) => before[key] !== after[key])
    .map((key) =>
      issueOf(
        'PASS_NOT_THE_SAME',
        key,
        'It differs, so that phones take this for another pass and not for an update.',
        'Compare two versions of one pass.',
      ),
    )
  const [older, newer] = [before.authenticationToken, after.authenticationToken]
  if (older === undefined || newer === undefined || older === newer) return issues
  const message = 'It differs, and phones that have not fetched this version yet ask with the former one.'
  return [...issues, issueOf('TOKEN_CHANGED', 'authenticationToken', message, 'Keep it for the life of the pass.')]
}

function messageIssues(changed: ReadonlyMap<PassStyleKey, readonly ChangedField[]>, viewing: Viewing): Issue[] {
  return [...changed].flatMap(([style, fields]) => {
    const heard = speaking(fields)
    const { kind, text } = lockScreenText(style, fields, viewing)
    const reworded = heard.filter(({ field, before }) => isReworded(before?.changeMessage, field.changeMessage))
    return [
      ...(kind === 'generic' ? [genericIssue(heard, text ?? '')] : []),
      ...reworded.map(({ path }) =>
        issueOf(
          'CHANGE_MESSAGE_CHANGED',
          `${path}.changeMessage`,
          'It changes together with the value.',
          'Keep it the same in both versions.',
          { doubt: 'Which of the two a phone shows is documented nowhere.' },
        ),
      ),
    ]
  })
}

function isReworded(before: unknown, after: unknown): boolean {
  return typeof before === 'string' && before !== after
}

function genericIssue(heard: readonly ChangedField[], text: string): Issue {
  const [first, ...others] = heard
  const path = first?.path ?? ''
  if (others.length === 0) {
    return issueOf(
      'CHANGE_MESSAGE_UNUSABLE',
      `${path}.changeMessage`,
      `The lock screen only says ${quoted(text)}: the message cannot be filled in, or the new value is empty.`,
      'Write %@ once and other percent signs as %%, and give the field a value.',
    )
  }
  return issueOf(
    'CHANGE_MESSAGES_SEVERAL',
    path,
    `The lock screen only says ${quoted(text)}: ${heard.map(({ field }) => String(field.key)).join(', ')} change together.`,
    'Change one field with a changeMessage at a time, or leave the message off the others.',
  )
}
