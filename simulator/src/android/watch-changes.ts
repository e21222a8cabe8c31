import { setTimeout } from 'node:timers/promises'
import type { GoogleAccount } from './google-account.ts'

const reconnectMs = 500

/**
 * Refreshes now and at every change of the account, until what it returns is called and has settled. Changes that come
 * while one is looked at are looked at together.
 */
export function watchChanges(account: GoogleAccount, refresh: () => Promise<void>): () => Promise<void> {
  const ending = new AbortController()
  let due = false
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    while (due) {
      due = false
      await refresh()
    }
    looking = undefined
  }
  const onChange = () => {
    due = true
    looking ??= look()
  }
  async function watch(): Promise<void> {
    while (!ending.signal.aborted) {
      // The first piece of the stream says that it is open, which counts as a change: something may have been missed.
      await account.changes(onChange, ending.signal).catch(() => {})
      await setTimeout(reconnectMs, undefined, { signal: ending.signal }).catch(() => {})
    }
  }
  const watching = watch()
  return async () => {
    ending.abort()
    await watching
    await looking
  }
}
