import { checkClass, checkObject, type Issue } from '@billfold/google-wallet'
import { facesOf } from '../passes/content/faces.ts'
import { isOfCalendar } from '../passes/content/personal-places.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { classWith, type GoogleClass } from './class-of.ts'
import { googleObjectOf } from './object-of.ts'
import { googlePlace } from './place.ts'
import { placeOf } from './places.ts'
import type { Side } from './sides.ts'

/** An issue of a class or an object, at the place where its author finds it: a JSON Pointer into the revision. */
export interface Judged extends Issue {
  readonly side: Side
  readonly googlePath: string
}

/** Stands in for what belongs to an installation or a pass. */
const someAddress = googlePlace('https://passes.example')
const someIssuer = '3388000000022000000'
const someKey = '00'.repeat(20)
/** Any moment will do, if it is the same in every review. */
const someMoment = new Date('2026-01-01T12:00:00Z')

/**
 * What @billfold/google-wallet says of the class and of an object of each face of a revision: before any variant, and with
 * each of them. What stands before any variant already is said once.
 */
export function judgeFaces(revision: CompiledRevision): Judged[] {
  const { source } = revision
  const judged = facesOf(source).map((face, index) => {
    const open = index === 0 ? [] : [index - 1]
    const isOwnClass = index === 0 || isOfCalendar(source.variants[index - 1] ?? { when: {} })
    const ofClass = classWith(revision, open, someMoment, someAddress)
    const ofObject = googleObjectOf(face.content, revision, someMoment, { ...someAddress, rotatingKey: someKey })
    const { vertical } = ofClass
    const at = (side: Side, made: GoogleClass) => (issue: Issue) => ({
      ...issue,
      side,
      googlePath: issue.path,
      path: face.placeOf(placeOf(issue.path, side, made, face.content)),
    })
    const identity = { id: `${someIssuer}.serial`, classId: `${someIssuer}.campaign` }
    const status = vertical === 'generic' ? {} : { reviewStatus: 'UNDER_REVIEW' }
    return [
      ...(isOwnClass
        ? checkClass(vertical, { ...ofClass.resource, ...status, id: identity.classId }).map(at('class', ofClass))
        : []),
      ...checkObject(vertical, { ...ofObject.resource, ...identity }).map(at('object', ofObject)),
    ]
  })
  const [base = [], ...variants] = judged
  const said = new Set(base.map(identity))
  return [...base, ...variants.flat().filter((issue) => !said.has(identity(issue)))]
}

const identity = ({ code, side, googlePath, message }: Judged) => [code, side, googlePath, message].join(' ')
