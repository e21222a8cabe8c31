import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { unsealTokens } from './contact.ts'
import type { PassState } from './content/state.ts'
import type { Pass } from './pass.ts'
import { merge, nest, type TokenChanges, type Tokens } from './tokens.ts'

interface PastEvent {
  type: string
  at: Date
  data: { tokens?: TokenChanges; first?: boolean }
  sealed: Buffer | null
}

/**
 * What a pass's tokens and facts were at an instant, folded from the log; undefined before it was made. Events that
 * have no number yet have happened as well, and are newer than all numbered ones of the pass.
 */
export async function stateAt(db: Db, pass: Pass, at: Date): Promise<PassState | undefined> {
  const { rows } = await sql<PastEvent>`
    select type, at, data, sealed from (
      select 0 as part, number as place, type, at, data, sealed from log
        where customer_id = ${pass.customerId} and pass_id = ${pass.id}
      union all
      select 1, seq, type, at, data, sealed from log_unnumbered
        where customer_id = ${pass.customerId} and pass_id = ${pass.id}
    ) as events
    where at <= ${at} and type in ('created', 'updated', 'download', 'voided', 'restored', 'enrolled')
    order by part, place`.execute(db)
  if (rows.length === 0) return undefined
  let tokens: Tokens = {}
  let installedAt: Date | undefined
  let enrolledAt: Date | undefined
  let voidedAt: Date | undefined
  let restored: { voidedAt: Date; at: Date } | undefined
  for (const event of rows) {
    tokens = merge(tokens, { ...event.data.tokens, ...unsealTokens(pass.contactKey, pass.id, event.sealed) })
    if (event.type === 'download') installedAt ??= event.at
    if (event.type === 'enrolled') enrolledAt = event.at
    if (event.type === 'voided') voidedAt = event.at
    if (event.type === 'restored' && voidedAt) {
      restored = { voidedAt, at: event.at }
      voidedAt = undefined
    }
  }
  return {
    tokens: nest(tokens),
    facts: {
      ...(installedAt && { installedAt }),
      ...(voidedAt && { voidedAt }),
      ...(restored && { restored }),
      ...(enrolledAt && { enrolledAt }),
    },
  }
}
