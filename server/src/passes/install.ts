import { appendEvents } from '../log/append.ts'
import type { Trx } from '../platform/database.ts'
import { changePass } from './change.ts'
import type { Core } from './core.ts'
import type { Pass } from './pass.ts'

/**
 * Records, in a wallet's own transaction, that it took a locked pass in. The first such install is a fact for good; if
 * the content depends on it, the change is written here and now.
 *
 * @param how what is known of the wallet, free of identifiers: `{ wallet: 'apple' }`
 */
export async function recordInstall(
  core: Core,
  trx: Trx,
  pass: Pass,
  how: { wallet: string; reason?: string },
  at: Date,
): Promise<Pass> {
  const event = { customerId: pass.customerId, passId: pass.id, campaignId: pass.campaignId, at } as const
  const first = pass.firstInstalledAt === null
  if (!first) {
    await appendEvents(trx, [{ ...event, type: 'download', visible: false, data: { ...how, first } }])
    return pass
  }
  const next: Pass = { ...pass, firstInstalledAt: at }
  await changePass(
    core,
    trx,
    pass,
    {
      next,
      mustShow: false,
      columns: { first_installed_at: at },
      event: { type: 'download', data: { ...how, first } },
    },
    at,
  )
  return next
}

/** Records that a wallet gave the pass up. `firstInstalledAt` stays: it is history. */
export async function recordRemoval(
  trx: Trx,
  pass: { customerId: string; id: string; campaignId: string },
  how: { wallet: string; reason?: string },
  at: Date,
): Promise<void> {
  await appendEvents(trx, [
    {
      customerId: pass.customerId,
      passId: pass.id,
      campaignId: pass.campaignId,
      type: 'delete',
      at,
      visible: false,
      data: how,
    },
  ])
}
