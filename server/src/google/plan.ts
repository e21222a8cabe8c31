import type { Vertical } from '@billfold/google-wallet'
import type { CompiledRevision } from '../passes/content/revision.ts'
import type { FactReference } from './mapping.ts'
import { toldFields } from './told-fields.ts'
import { mappingOf, verticalOf } from './vertical.ts'

/** What is the same for the class and all objects of a revision. */
export interface Plan {
  readonly vertical: Vertical
  /** Fields of the face that a structured fact tells already, by their keys. */
  readonly told: ReadonlyMap<string, FactReference>
}

/** A revision does not change, and has many objects. */
const plans = new WeakMap<CompiledRevision, Plan>()

export function planOf(revision: CompiledRevision): Plan {
  const known = plans.get(revision)
  if (known !== undefined) return known
  const vertical = verticalOf(revision)
  const plan = { vertical, told: toldFields(revision, mappingOf(vertical).facts) }
  plans.set(revision, plan)
  return plan
}
