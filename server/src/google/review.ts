import type { FieldError } from '../errors.ts'
import { leafCompiler, readsPersonal } from '../passes/content/compile-leaf.ts'
import { pointerOf } from '../passes/content/issues.ts'
import { isJsonObject } from '../passes/content/json.ts'
import { personalPlaces } from '../passes/content/personal-places.ts'
import { type Draft, draftOf } from '../passes/content/review-draft.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import type { GoogleCopies } from './copies.ts'
import { identityKeys } from './identity.ts'
import { type Judged, judgeFaces } from './judge.ts'
import type { Side } from './sides.ts'
import { verticalOf } from './vertical.ts'

/**
 * Everything for which Google would refuse the class or the objects of a revision, at once, for whoever publishes it.
 *
 * @param source of whatever shape
 * @param revision the same compiled; undefined while it is unfit to be, so that nobody can say what Google would be told
 * @returns the places as JSON Pointers into the revision
 */
export function reviewGoogle(source: unknown, revision: CompiledRevision | undefined): FieldError[] {
  const draft = draftOf(source)
  const ofAuthor = [...identityErrors(draft), ...sharingErrors(draft)]
  const ofGoogle = revision ? refusals(revision) : []
  // What an author may not give is not there, which is no fault of its own.
  return [...ofAuthor, ...ofGoogle.filter(({ path }) => !ofAuthor.some((error) => error.path === path))]
}

function identityErrors({ content, variants }: Draft): FieldError[] {
  const parts = [
    { content, path: ['content'] },
    ...variants.map((variant, index) => ({ content: variant.content, path: ['variants', String(index), 'content'] })),
  ]
  return parts.flatMap(({ content, path }) => {
    const { google } = content ?? {}
    return (Object.keys(identityKeys) as Side[]).flatMap((side) => {
      const raw = isJsonObject(google) ? google[side] : undefined
      const keys = isJsonObject(raw) ? identityKeys[side].filter((key) => raw[key] !== undefined) : []
      return keys.map((key) => ({
        path: pointerOf([...path, 'google', side, key]),
        code: 'identity_key',
        message: `This key says which ${side} it is, or what only Google knows of it.`,
        fix: 'Remove it: Billfold sets it.',
      }))
    })
  })
}

/** What an author gives the class must be the same for all passes: it has no other place to go. */
function sharingErrors({ content = {}, variants, tokens, newsLabel }: Draft): FieldError[] {
  const compiler = leafCompiler(tokens.filter((token) => token !== undefined))
  const isPersonal = (text: unknown) => typeof text === 'string' && readsPersonal(text, compiler)
  return personalPlaces({ content, variants, newsLabel }, isPersonal)
    .filter(({ path: [root, side] }) => root === 'google' && side === 'class')
    .map(({ cause, by }) => ({
      path: pointerOf(cause),
      code: 'google_class_personal',
      message:
        by === 'template'
          ? 'It reads a token or a fact, but a class of Google Wallet is the same for all passes.'
          : 'Not all passes enter this variant, but a class of Google Wallet is the same for all of them.',
      fix: 'Write it without tokens and facts, or give it in google.object.',
    }))
}

function refusals(revision: CompiledRevision): FieldError[] {
  const errors = judgeFaces(revision)
    .filter(({ severity }) => severity === 'error')
    .map(fieldErrorOf)
  // One place of content may stand at two of Google's.
  return [...new Map(errors.map((error) => [`${error.path} ${error.code}`, error])).values()]
}

const fieldErrorOf = ({ code, path, googlePath, message, fix }: Judged): FieldError => ({
  path,
  code: `google_${code.toLowerCase()}`,
  message: `Google Wallet, ${googlePath}: ${message}`,
  fix: fixes.find(([place]) => place.test(`${code} ${googlePath}`))?.[1] ?? fix,
})

/** What an author can do where the library can only name Google's own keys. */
const fixes: readonly (readonly [place: RegExp, fix: string])[] = [
  [/^KEY_MISSING \w*[lL]ogo$/, 'Name an icon or a logo: put an image at /api/assets and use its id.'],
  [/^KEY_MISSING (issuerName|provider)/, 'Write an issuer name without tokens, or give it in google.class.'],
  [/^KEY_MISSING (programName|title|eventName)/, 'Write a title without tokens, or give it in google.class.'],
  [/^KEY_MISSING cardNumber/, 'Give details.cardNumber, or a barcode, whose text then stands in.'],
  [/^LEG_WITHOUT_TIME /, 'Give the leg departsAt, or the content a validity.'],
]

/** That a revision would make other passes of those that Google has: it knows no way from one vertical to another. */
export function verticalErrors(revision: CompiledRevision, { vertical }: GoogleCopies): FieldError[] {
  const wanted = verticalOf(revision)
  if (vertical === undefined || vertical === wanted) return []
  return [
    {
      path: '/content/details',
      code: 'google_vertical_changed',
      message: `In Google Wallet the passes of this campaign are of the vertical ${vertical}, and would be of ${wanted}.`,
      fix: 'Leave the facts of the flight in the content or in tokens, as they were, or make a new campaign.',
    },
  ]
}
