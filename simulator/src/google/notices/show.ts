import { randomUUID } from 'node:crypto'
import type { Google } from '../google.ts'
import type { NoticeContent } from '../state.ts'

/** How many notifications are remembered for phones that were off the air. */
const remembered = 1_000

/** Puts a notification on the lock screens of everybody who has an object. */
export function show({ state, clock }: Google, objectId: string, content: NoticeContent): void {
  for (const { account } of state.holders.get(objectId) ?? []) {
    state.shown.push({ id: randomUUID(), account, objectId, atMs: clock.now().getTime(), content })
  }
  if (state.shown.length > 2 * remembered) state.shown.splice(0, state.shown.length - remembered)
}
