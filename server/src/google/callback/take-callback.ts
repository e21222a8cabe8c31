import type { CallbackMessage } from '@billfold/google-wallet'
import type { CallbackOwner } from '../../credentials/callback-token.ts'
import type { Core } from '../../passes/core.ts'
import type { Trx } from '../../platform/database.ts'
import { noteHolder } from '../holders.ts'

/** Notes what a verified callback tells, once however often it comes. A pass that is none of ours is let be. */
export async function takeCallback(
  core: Core,
  { customerId, configurationId }: CallbackOwner,
  issuerId: string,
  { objectId, eventType, nonce }: CallbackMessage,
): Promise<void> {
  const object = await core.database.db
    .selectFrom('google_objects')
    .select('pass_id')
    .where('customer_id', '=', customerId)
    .where('object_id', '=', objectId)
    .where('configuration_id', '=', configurationId)
    .executeTakeFirst()
  if (!object) return
  const subject = { customerId, passId: object.pass_id }
  await noteHolder(core, subject, { event: eventType, how: 'callback' }, (trx, at) =>
    isFirst(trx, { customer_id: customerId, issuer_id: issuerId, nonce, at }),
  )
}

/** Remembers a nonce, and says whether it was new: of two calls at the same time, one waits for the other and is not first. */
async function isFirst(
  trx: Trx,
  row: { customer_id: string; issuer_id: string; nonce: string; at: Date },
): Promise<boolean> {
  const inserted = await trx
    .insertInto('google_nonces')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
