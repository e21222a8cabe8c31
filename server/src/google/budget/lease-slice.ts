import type pg from 'pg'

/** The credential whose rate it is. */
export interface BudgetOwner {
  readonly customerId: string
  readonly configurationId: string
}

/** A stretch of time in which nobody else sends with the credential. */
export interface Slice {
  /** From when this was called on. */
  readonly startsInMs: number
}

/**
 * Leases the next slice of a credential's time for this process. Time is the database's, so that the clocks of several
 * machines need not agree.
 *
 * @param lengthMs how long it is to be
 * @param aheadMs how far ahead of now it may begin: who must not wait for long leases further ahead than who can
 * @returns undefined when so much is leased to others already that it would begin later than that
 */
export async function leaseSlice(
  pool: pg.Pool,
  { customerId, configurationId }: BudgetOwner,
  { lengthMs, aheadMs }: { lengthMs: number; aheadMs: number },
): Promise<Slice | undefined> {
  const { rows } = await pool.query<{ ends_in_ms: number }>({
    name: 'google_lease_slice',
    text: leaseStatement,
    values: [customerId, configurationId, lengthMs, aheadMs],
  })
  return rows[0] && { startsInMs: rows[0].ends_in_ms - lengthMs }
}

// Nobody leases further ahead than some seconds: a row that says so was written before the clock was set back.
const leaseStatement = `
  insert into google_budgets as b (customer_id, configuration_id, leased_until)
  values ($1, $2, clock_timestamp() + $3::float8 * interval '1 ms')
  on conflict (customer_id, configuration_id) do update
  set leased_until = case when b.leased_until > clock_timestamp() + interval '10 s' then clock_timestamp()
      else greatest(b.leased_until, clock_timestamp()) end + $3::float8 * interval '1 ms'
  where b.leased_until <= clock_timestamp() + $4::float8 * interval '1 ms'
    or b.leased_until > clock_timestamp() + interval '10 s'
  returning (extract(epoch from leased_until - clock_timestamp()) * 1000)::float8 as ends_in_ms`
