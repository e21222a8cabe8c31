import type { PushOutcome } from './outcome.ts'
import { apnsReasons } from './reasons.ts'

/** Notices in the outcomes what a person should know, though no single one of them stops the client. */
export interface Alarms {
  /** A push was delivered, so certificate or key, topic and environment are right. */
  readonly senderProven: boolean
  observe(outcome: PushOutcome): void
}

/** So many tokens refused, and none accepted, are no coincidence. */
const alarmingBadTokens = 20

/** @param raise Called once for each reason until a push is delivered again. */
export function createAlarms(raise: (reason: string, explanation: string) => void): Alarms {
  const raised = new Set<string>()
  const raiseOnce = (reason: string, explanation: string) => {
    if (!raised.has(reason)) raise(reason, explanation)
    raised.add(reason)
  }
  let senderProven = false
  let badTokens = 0
  return {
    get senderProven() {
      return senderProven
    },
    observe(outcome) {
      if (outcome.kind === 'delivered') {
        senderProven = true
        raised.clear()
      } else if (outcome.kind === 'badToken' && !senderProven) {
        badTokens += 1
        const explanation = `The first ${alarmingBadTokens} tokens were all refused. Look at environment and topic.`
        if (badTokens >= alarmingBadTokens) raiseOnce(outcome.reason, explanation)
      } else if (outcome.kind === 'later' && outcome.reason === 'TooManyProviderTokenUpdates') {
        raiseOnce(outcome.reason, apnsReasons[outcome.reason].explanation)
      }
    },
  }
}
