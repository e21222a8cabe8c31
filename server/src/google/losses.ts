import { type Face, facesOf } from '../passes/content/faces.ts'
import { pointerOf, segmentsOf } from '../passes/content/issues.ts'
import type { SharedPath } from '../passes/content/personal-places.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { judgeFaces } from './judge.ts'
import { type FrontField, frontFields, rowsOf } from './layout.ts'
import type { GoogleLoss, LossCode } from './loss.ts'
import { isTitle } from './mapping.ts'
import { planOf } from './plan.ts'
import { type Part, parts } from './sides.ts'
import { unshownIn } from './unshown.ts'
import { mappingOf } from './vertical.ts'
import { flightFacts } from './verticals/flight.ts'

/**
 * Each thing that Google Wallet cannot show of a revision as its author means it, at the place where the author finds it.
 * What it shows elsewhere on the pass is among them.
 */
export function lossesOf(revision: CompiledRevision): GoogleLoss[] {
  const losses = [
    ...flightLosses(revision),
    ...sharingLosses(revision),
    ...faceLosses(revision),
    ...frontLosses(revision),
    ...judgedLosses(revision),
  ]
  return [...new Map(losses.map((loss) => [`${loss.code} ${loss.path}`, loss])).values()]
}

function flightLosses(revision: CompiledRevision): GoogleLoss[] {
  if (revision.kind !== 'boardingPass' || planOf(revision).vertical === 'flight') return []
  const causes = flightFacts.flatMap((path) => revision.sharing.personalAt(...path))
  const places = causes.length > 0 ? causes.map(({ cause }) => pointerOf(cause)) : ['/content/details']
  return places.map((path) => ({
    code: 'flight_as_generic',
    path,
    message:
      'To Google Wallet one class is one flight, and these passes are not for one: they are generic passes there, without ' +
      'the flight’s state and reminders.',
    fix: 'Make one campaign per flight, with carrier, number, airports and departure written into it.',
  }))
}

/** What Google has on the class alone, although not all passes say the same there. */
function sharingLosses(revision: CompiledRevision): GoogleLoss[] {
  const { vertical } = planOf(revision)
  const lossesAt = (code: LossCode, path: SharedPath, message: string) =>
    revision.sharing.personalAt(...path).map(({ cause }) => ({ code, path: pointerOf(cause), message }))
  const texts = mappingOf(vertical).classTexts.filter(({ placeless }) => !placeless)
  const looks = Object.values<Part>(parts).filter(({ level }) => level[vertical] === 'class')
  return [
    ...texts.flatMap(({ path, label }) =>
      lossesAt(
        'class_text',
        path,
        `“${label}” is the same for all passes in Google Wallet; a pass that differs says so in a text below its card.`,
      ),
    ),
    ...looks.flatMap(({ paths }) =>
      paths.flatMap((path) =>
        lossesAt('class_look', path, 'It is the same for all passes in Google Wallet, whatever state they are in.'),
      ),
    ),
  ]
}

/** What stands in content: of a variant, only what it writes itself. */
function faceLosses(revision: CompiledRevision): GoogleLoss[] {
  const plan = planOf(revision)
  return facesOf(revision.source).flatMap((face, index) =>
    unshownIn(face.content, plan).flatMap(({ path, ...loss }) => {
      const place = ownPlace(face, index, path)
      return place === undefined ? [] : [{ ...loss, path: place }]
    }),
  )
}

/** Where an author finds a place of a face's content; undefined if the face is that of a variant that does not write it. */
function ownPlace({ placeOf }: Face, index: number, path: readonly string[]): string | undefined {
  const place = placeOf(pointerOf(path))
  const root = index === 0 ? ['content'] : ['variants', index - 1, 'content']
  return segmentsOf(place).length === root.length + path.length ? place : undefined
}

/** Fields that the rows of the card have no room for. */
function frontLosses(revision: CompiledRevision): GoogleLoss[] {
  const { told } = planOf(revision)
  const every = revision.source.variants.map((_, index) => index)
  const shown = frontFields(revision, every).filter(({ key }) => !isTitle(told.get(key)))
  const faces = facesOf(revision.source)
  return rowsOf(shown).left.map(
    (field): GoogleLoss => ({
      code: 'front_full',
      path: fieldPlace(faces, field),
      message: 'The card has three rows of three fields: this one stands among the details.',
      fix: 'Put what matters most into the slots further up.',
    }),
  )
}

/** Where a field of the face is authored first. */
function fieldPlace(faces: readonly Face[], { slot, key }: FrontField): string {
  const places = faces.map((face, index) => {
    const place = face.content.fields[slot].findIndex((field) => field.key === key)
    return place < 0 ? undefined : ownPlace(face, index, ['fields', slot, String(place)])
  })
  return places.find((place) => place !== undefined) ?? '/content/fields'
}

/** What the library warns of, as far as it is what a holder sees. */
const visible = { ITEMS_NOT_SHOWN: 'not_shown', TEXT_LONGER_THAN_ADVISED: 'text_cut' } as const satisfies Readonly<
  Record<string, LossCode>
>

function judgedLosses(revision: CompiledRevision): GoogleLoss[] {
  return judgeFaces(revision).flatMap(({ code, path, message, fix }) =>
    code in visible ? [{ code: visible[code as keyof typeof visible], path, message, fix }] : [],
  )
}
