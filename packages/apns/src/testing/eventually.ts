import { vi } from 'vitest'

/** Waits for something that is certain to come, as long as a slow machine may need. */
export async function eventually(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 60_000, interval: 5 })
}
