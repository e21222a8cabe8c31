import type { Pass } from '../../passes/pass.ts'
import type { StoryEntry } from '../../passes/story.ts'
import type { Db } from '../../platform/database.ts'
import { notificationsLeft } from './announce.ts'
import { copyOfPass, type GoogleCopy } from './copy-of-pass.ts'

/** What is known of Google's copy of a pass, in no order: its latest update, refusal and notifications. */
export async function entriesOfGoogle(db: Db, pass: Pass): Promise<StoryEntry[]> {
  const copy = await copyOfPass(db, pass)
  return copy ? entriesOf(copy) : []
}

export function entriesOf(copy: GoogleCopy): StoryEntry[] {
  const { sentAt, sentNumber, outcome, answer, answeredAt, notifiedAt } = copy
  const entry = (at: Date, kind: StoryEntry['kind'], text: string, data: object): StoryEntry => ({
    at,
    kind,
    device: null,
    text,
    data,
  })
  return [
    ...(sentAt ? [entry(sentAt, 'googleUpdate', 'Google took an update of the pass.', { number: sentNumber })] : []),
    ...(answeredAt && outcome !== null && (outcome !== 'accepted' || answer !== null)
      ? [
          entry(answeredAt, 'googleRefusal', `Google did not take everything: ${answer ?? outcome}`, {
            outcome,
            answer,
          }),
        ]
      : []),
    ...notifiedAt.map((at) => {
      const left = notificationsLeft(
        notifiedAt.filter((then) => then <= at),
        at,
      )
      const text = `Google was asked to notify the holders; ${left} of 3 notifications within 24 hours were left.`
      return entry(at, 'googleNotification', text, { left })
    }),
  ]
}
