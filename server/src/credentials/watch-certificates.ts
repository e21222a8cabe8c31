import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Logger } from '../platform/logger.ts'
import { expiryOf } from './certificate-expiry.ts'

const dayMs = 24 * 60 * 60 * 1000
/** From the first warning on, until nobody is thought to want the pass type any more. */
const aheadDays = 60
const afterDays = 30

interface Watch {
  readonly db: Db
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn' | 'error'>
}

/** Says in the log output at the start, and then once a day, which certificates are about to end: nobody looks each day. */
export function watchCertificates(watch: Watch): { stop(): void } {
  const look = () =>
    tellOfCertificates(watch).catch((error: unknown) =>
      watch.logger.warn({ err: error }, 'how long certificates last could not be read; it is tried again tomorrow'),
    )
  void look()
  const timer = setInterval(look, dayMs).unref()
  return { stop: () => clearInterval(timer) }
}

/** One line for each pass type whose certificates end soon or have ended lately. */
export async function tellOfCertificates({ db, clock, logger }: Watch): Promise<void> {
  const at = clock.now()
  const inDays = (days: number) => new Date(at.getTime() + days * dayMs)
  const rows = await db
    .selectFrom('wallet_configurations')
    .select(['customer_id', 'id', 'pass_type_id', 'certificate_not_after'])
    .where('wallet', '=', 'apple')
    .where('certificate_not_after', '>', inDays(-afterDays))
    .where('certificate_not_after', '<=', inDays(aheadDays))
    .orderBy('certificate_not_after')
    .$narrowType<{ certificate_not_after: Date }>()
    .execute()
  for (const row of rows) {
    const { warnings } = expiryOf(row.certificate_not_after, at)
    for (const { code, message, fix } of warnings) {
      const about = { customerId: row.customer_id, configurationId: row.id, passTypeId: row.pass_type_id, code }
      if (code === 'certificate_expired') logger.error(about, `ALARM: ${row.pass_type_id}: ${message} ${fix}`)
      else logger.warn(about, `${row.pass_type_id}: ${message} ${fix}`)
    }
  }
}
