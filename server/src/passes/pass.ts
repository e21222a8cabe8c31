import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Db, Trx } from '../platform/database.ts'
import type { Keys } from '../platform/keys.ts'
import { unsealTokens, unwrapContactKey } from './contact.ts'
import type { PassState } from './content/state.ts'
import { nest, type Tokens } from './tokens.ts'

/** One recipient's instance of a campaign, with its tokens open. */
export interface Pass {
  readonly customerId: string
  readonly id: string
  readonly campaignId: string
  readonly contactId: string
  readonly contactKey: Buffer
  readonly passTypeId: string
  readonly serial: string
  readonly tokens: Tokens
  /** Names of tokens whose value was set by an API call: no link overwrites them. */
  readonly apiTokens: readonly string[]
  /** When the newest link that was applied had been made. */
  readonly linkIssuedAt: Date | null
  readonly firstInstalledAt: Date | null
  readonly voidedAt: Date | null
  /** When it was last void and became valid again, if so. */
  readonly restored: { readonly voidedAt: Date; readonly at: Date } | null
  /** When its holder enrolled, if so, and what names the request by which that was. */
  readonly enrolledAt: Date | null
  readonly enrolmentDigest: Buffer | null
  readonly createdAt: Date
  /** The campaign's published revision. */
  readonly revision: number
  readonly campaignArchived: boolean
  /** The greatest of the pass's own and its campaign's: what a phone's tag is compared with. */
  readonly version: number
  /** The greatest of the pass's own and its campaign's stamp: Last-Modified, a whole second. */
  readonly modifiedAt: Date
  /** Whether a visible change of it, or of its campaign, has no number and so no stamp yet. */
  readonly changePending: boolean
}

export interface PassRow {
  customer_id: string
  id: string
  campaign_id: string
  contact_id: string
  wrapped_key: Buffer
  pass_type_id: string
  serial: string
  tokens: Tokens
  sealed_tokens: Buffer | null
  api_tokens: string[]
  link_issued_at: Date | null
  first_installed_at: Date | null
  voided_at: Date | null
  restored_from: Date | null
  restored_at: Date | null
  enrolled_at: Date | null
  enrolment_digest: Buffer | null
  created_at: Date
  revision: number
  archived: boolean
  version: number
  modified_at: Date
  change_pending: boolean
}

/** How a pass may be named. Its serial is unique within its pass type, a recipient within a campaign. */
export type PassName =
  | { readonly id: string }
  | { readonly passTypeId: string; readonly serial: string }
  | { readonly campaignId: string; readonly contactId: string }

/** Everything of a pass, by customer; a condition on `p` follows. */
export const selectPass = `
  select p.customer_id, p.id, p.campaign_id, p.contact_id, k.wrapped_key, p.pass_type_id, p.serial, p.tokens, p.sealed_tokens,
    p.api_tokens, p.link_issued_at, p.first_installed_at, p.voided_at, p.restored_from, p.restored_at, p.enrolled_at, p.enrolment_digest,
    p.created_at, c.revision, c.state = 'archived' as archived,
    greatest(p.version, c.version) as version, greatest(p.modified_at, c.modified_at) as modified_at,
    exists (select from log_unnumbered u where u.customer_id = p.customer_id and u.pass_id = p.id and u.visible)
      or exists (select from log_unnumbered u where u.customer_id = p.customer_id and u.pass_id is null
                 and u.campaign_id = p.campaign_id and u.visible) as change_pending
  from passes p
  join campaigns c on c.customer_id = p.customer_id and c.id = p.campaign_id
  join contacts k on k.customer_id = p.customer_id and k.id = p.contact_id
  where p.customer_id = $1`

function statement(name: PassName): { name: string; text: string; values: string[] } {
  if ('id' in name) return { name: 'pass_by_id', text: `${selectPass} and p.id = $2`, values: [name.id] }
  if ('serial' in name) {
    return {
      name: 'pass_by_serial',
      text: `${selectPass} and p.pass_type_id = $2 and p.serial = $3`,
      values: [name.passTypeId, name.serial],
    }
  }
  return {
    name: 'pass_by_recipient',
    text: `${selectPass} and p.campaign_id = $2 and p.contact_id = $3`,
    values: [name.campaignId, name.contactId],
  }
}

/** A pass as it is now, read by one prepared statement. */
export async function findPass(
  pool: pg.Pool,
  keys: Keys,
  customerId: string,
  name: PassName,
): Promise<Pass | undefined> {
  const { name: statementName, text, values } = statement(name)
  const { rows } = await pool.query<PassRow>({ name: statementName, text, values: [customerId, ...values] })
  return rows[0] && asPass(keys, rows[0])
}

/** Several passes of a customer by their ids; those that do not exist are left out. */
export async function findPasses(
  db: Db,
  keys: Keys,
  customerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pass>> {
  const text = `${selectPass} and p.id = any($2::text[])`
  const { rows } = await db.executeQuery<PassRow>(CompiledQuery.raw(text, [customerId, ids]))
  return new Map(rows.map((row) => [row.id, asPass(keys, row)]))
}

/**
 * A pass under its lock, for a transaction that changes it. Every transaction that appends events of a pass holds this
 * lock, so that they are inserted in the order in which they take effect.
 */
export async function lockPass(trx: Trx, keys: Keys, customerId: string, name: PassName): Promise<Pass | undefined> {
  const { text, values } = statement(name)
  const { rows } = await trx.executeQuery<PassRow>(
    CompiledQuery.raw(`${text} for no key update of p`, [customerId, ...values]),
  )
  return rows[0] && asPass(keys, rows[0])
}

export function stateOf(pass: Pass): PassState {
  return {
    tokens: nest(pass.tokens),
    facts: {
      ...(pass.firstInstalledAt && { installedAt: pass.firstInstalledAt }),
      ...(pass.voidedAt && { voidedAt: pass.voidedAt }),
      ...(pass.restored && { restored: pass.restored }),
      ...(pass.enrolledAt && { enrolledAt: pass.enrolledAt }),
    },
  }
}

export function asPass(keys: Keys, row: PassRow): Pass {
  const contactKey = unwrapContactKey(keys, row.customer_id, row.contact_id, row.wrapped_key)
  return {
    customerId: row.customer_id,
    id: row.id,
    campaignId: row.campaign_id,
    contactId: row.contact_id,
    contactKey,
    passTypeId: row.pass_type_id,
    serial: row.serial,
    tokens: { ...row.tokens, ...unsealTokens<Tokens>(contactKey, row.id, row.sealed_tokens) },
    apiTokens: row.api_tokens,
    linkIssuedAt: row.link_issued_at,
    firstInstalledAt: row.first_installed_at,
    voidedAt: row.voided_at,
    restored: row.restored_from && row.restored_at && { voidedAt: row.restored_from, at: row.restored_at },
    enrolledAt: row.enrolled_at,
    enrolmentDigest: row.enrolment_digest,
    createdAt: row.created_at,
    revision: row.revision,
    campaignArchived: row.archived,
    version: row.version,
    modifiedAt: row.modified_at,
    changePending: row.change_pending,
  }
}
