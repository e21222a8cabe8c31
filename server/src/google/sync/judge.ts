import type { BudgetOwner } from '../budget/lease-slice.ts'
import type { GoogleDeps } from '../deps.ts'
import { clearFault, type Obstacle, raiseFault } from './faults.ts'
import type { Failure, Unfit } from './outcome.ts'

/** What came of sending one thing. */
type Outcome = { readonly kind: 'accepted'; readonly sent: boolean } | Unfit | Failure
type InTheWay = Extract<Failure, { kind: 'obstacle' }>

/** Draws from what came of single requests what stands in the way of all that a credential sends. */
export interface Judge {
  /** Hands an outcome back as it counts: what is Google's own trouble is not the object's. */
  judge<T extends Outcome>(owner: BudgetOwner, startedAt: Date, outcome: T): Promise<T | InTheWay>
  /** Says that something is wrong with a credential, as another process may have found: whether it still is shows at once. */
  suspect(owner: BudgetOwner): void
}

/** One object may be too much for Google; so many failures in a row are Google's own trouble. */
const failuresOfGoogle = 5

export function openJudge({ core, logger }: Pick<GoogleDeps, 'core' | 'logger'>): Judge {
  const { db } = core.database
  const credentials = new Map<string, { failures: number; turn: Promise<unknown> }>()
  const credentialOf = (owner: BudgetOwner) => {
    const place = `${owner.customerId} ${owner.configurationId}`
    const credential = credentials.get(place) ?? { failures: 0, turn: Promise.resolve() }
    credentials.set(place, credential)
    return credential
  }

  return {
    judge(owner, startedAt, outcome) {
      const credential = credentialOf(owner)
      const judged = async () => {
        const health = healthIn(outcome)
        if (health === 'unknown') return outcome
        if (health === 'good') {
          if (credential.failures > 0) await clearFault(db, owner)
          credential.failures = 0
          return outcome
        }
        credential.failures += 1
        const obstacle = obstacleIn(outcome, credential.failures)
        if (!obstacle) return outcome
        await raiseFault({ db, logger }, owner, obstacle, { startedAt, at: core.clock.now() })
        return { kind: 'obstacle', obstacle } as const
      }
      // One after the other, so that what is wrong with a credential is said once.
      const turn = credential.turn.then(judged)
      credential.turn = turn.catch(() => {})
      return turn
    },
    suspect(owner) {
      credentialOf(owner).failures = failuresOfGoogle
    },
  }
}

/** Whether Google has answered as one does who is well. */
function healthIn(outcome: Outcome): 'good' | 'bad' | 'unknown' {
  if (outcome.kind === 'accepted') return outcome.sent ? 'good' : 'unknown'
  if (outcome.kind === 'refused' || outcome.kind === 'classMissing') return 'good'
  return outcome.kind === 'later' || outcome.kind === 'obstacle' ? 'bad' : 'unknown'
}

function obstacleIn(outcome: Outcome, failures: number): Obstacle | undefined {
  if (outcome.kind === 'obstacle') return outcome.obstacle
  if (outcome.kind !== 'later' || failures < failuresOfGoogle) return undefined
  const { reason, answer: explanation, afterMs } = outcome
  return { kind: 'backingOff', reason, explanation, afterMs }
}
