import type { CompiledRevision } from './content/revision.ts'
import type { PassState } from './content/state.ts'
import { sampleOf } from './content/tokens.ts'
import { type Pass, stateOf } from './pass.ts'
import { nest, splitPersonal, type Tokens } from './tokens.ts'

/** A pass's state with the author's samples in place of everything personal: others may see what it makes. */
export function stateForAnybody(revision: CompiledRevision, pass: Pass): PassState {
  const samples: Tokens = Object.fromEntries(
    revision.tokens.filter((token) => token.personal).map((token) => [token.name, sampleOf(token)]),
  )
  const { plain } = splitPersonal(pass.tokens, revision.tokens)
  return { ...stateOf(pass), tokens: nest({ ...samples, ...plain }) }
}
