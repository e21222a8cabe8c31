import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'

/** A phone has asked what changed. */
export interface Listed {
  readonly customerId: string
  readonly deviceId: string
  readonly passTypeId: string
  /** It knows of all changes of its passes up to this number now. */
  readonly number: number
  /** The tag it asked with, from an earlier answer; -1 without one. */
  readonly tag: number
  /** The serials it was told. */
  readonly serials: readonly string[]
  readonly address: string
  readonly at: Date
}

/** Somebody who holds a pass has got it, or was told that it is unchanged. */
export interface Fetched {
  readonly customerId: string
  readonly passTypeId: string
  readonly serial: string
  readonly passId: string
  readonly version: number
  readonly address: string
  readonly at: Date
}

/**
 * What phones show by their requests of what has reached them. Noted in memory, so that answering costs no statement
 * more, and written down in batches; what a dying process has not written the phones' next requests say again.
 */
export interface Evidence {
  listed(listed: Listed): void
  /** Returns the device that it was, to judge by its address; null if that says nothing. */
  fetched(fetched: Fetched): string | null
  /** Writes down what was noted so far. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const flushEveryMs = 200
/** How long an address is kept, in memory only: that of a phone that was told of a pass and will fetch it. */
const addressKeptMs = 60_000
const batchSize = 1000

export function openEvidence({ database, logger }: { database: Database; logger: Logger }): Evidence {
  const listings = new Map<string, Listed>()
  let fetches: (Fetched & { readonly deviceId: string | null })[] = []
  const toldAt = openToldAddresses()

  const write = async (): Promise<void> => {
    // Lists first: a fetch counts for devices that know of its version.
    while (listings.size > 0) {
      const batch = [...listings.entries()].slice(0, batchSize)
      for (const [key] of batch) listings.delete(key)
      await writeListed(
        database,
        batch.map(([, listed]) => listed),
      )
    }
    while (fetches.length > 0) {
      const batch = fetches.slice(0, batchSize)
      fetches = fetches.slice(batchSize)
      await writeFetched(database, batch)
    }
  }
  let writing: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    writing = writing.then(write).catch((error: unknown) => {
      logger.warn({ err: error }, 'what phones have asked for could not be written down')
    })
    return writing
  }
  const timer = setInterval(() => void flush(), flushEveryMs)

  return {
    listed(listed) {
      const key = `${listed.customerId} ${listed.passTypeId} ${listed.deviceId}`
      const earlier = listings.get(key)
      listings.set(key, { ...listed, tag: Math.max(listed.tag, earlier?.tag ?? -1) })
      if (listed.serials.length > 0) toldAt.add(listed)
    },
    fetched(fetched) {
      const deviceId = toldAt.deviceOf(fetched)
      fetches.push({ ...fetched, deviceId })
      return deviceId
    },
    flush,
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}

/** The device is undefined where it was more than one. */
type Told = { readonly deviceId: string | undefined; readonly at: Date }

/** Which device was told of a serial at which address; two generations, so that old ones go without being looked for. */
function openToldAddresses() {
  /** By pass type and address, then by serial. */
  let young = new Map<string, Map<string, Told>>()
  let old: typeof young = new Map()
  let turnedAt = new Date(0)
  const keyOf = ({ passTypeId, address }: Listed | Fetched) => `${passTypeId} ${address}`
  const turn = (at: Date) => {
    if (at.getTime() - turnedAt.getTime() < addressKeptMs) return
    old = young
    young = new Map()
    turnedAt = at
  }
  return {
    add(listed: Listed) {
      const { deviceId, at } = listed
      turn(at)
      const key = keyOf(listed)
      const told = young.get(key) ?? new Map<string, Told>()
      const before = old.get(key)
      const mine = { deviceId, at }
      for (const serial of listed.serials) {
        const known = told.get(serial) ?? before?.get(serial)
        const another = known && known.deviceId !== deviceId && isRecent(known.at, at)
        told.set(serial, another ? { deviceId: undefined, at } : mine)
      }
      young.set(key, told)
    },
    /** Null if none was, or more than one, as behind the address of an office. */
    deviceOf(fetched: Fetched): string | null {
      const { serial, at } = fetched
      turn(at)
      const key = keyOf(fetched)
      const told = young.get(key)?.get(serial) ?? old.get(key)?.get(serial)
      return (told && isRecent(told.at, at) ? told.deviceId : undefined) ?? null
    },
  }
}

const isRecent = (then: Date, now: Date) => now.getTime() - then.getTime() <= addressKeptMs

async function writeListed(database: Database, batch: readonly Listed[]): Promise<void> {
  await database.pool.query({
    name: 'apple_write_listed',
    text: listedStatement,
    values: [
      batch.map((one) => one.customerId),
      batch.map((one) => one.deviceId),
      batch.map((one) => one.passTypeId),
      batch.map((one) => one.number),
      batch.map((one) => one.tag),
      batch.map((one) => one.at),
    ],
  })
}

// A phone asks with a tag once it has dealt with the answer that brought it: a fetch of that version was its own.
const listedStatement = `
  update registrations r
  set listed_number = greatest(r.listed_number, l.number),
      listed_at = l.at,
      fetched_how = case when r.fetched_version <= l.tag then 'certain' else r.fetched_how end
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::timestamptz[])
    as l (customer_id, device_id, pass_type_id, number, tag, at)
  where r.customer_id = l.customer_id and r.device_id = l.device_id and r.pass_type_id = l.pass_type_id`

async function writeFetched(
  database: Database,
  batch: readonly (Fetched & { readonly deviceId: string | null })[],
): Promise<void> {
  // One statement updates a row once, so of several fetches of a pass each has its turn.
  for (const part of distinctPasses(batch)) {
    await database.pool.query({
      name: 'apple_write_fetched',
      text: fetchedStatement,
      values: [
        part.map((one) => one.customerId),
        part.map((one) => one.passId),
        part.map((one) => one.version),
        part.map((one) => one.deviceId),
        part.map((one) => one.at),
      ],
    })
  }
}

function distinctPasses<T extends { passId: string }>(batch: readonly T[]): T[][] {
  const parts: T[][] = []
  const turns = new Map<string, number>()
  for (const one of batch) {
    const turn = turns.get(one.passId) ?? 0
    turns.set(one.passId, turn + 1)
    parts[turn] ??= []
    parts[turn].push(one)
  }
  return parts
}

// A fetch names no device. With one registration it is that one's; by address it is inferred; else it may be that of
// any device that knows of this version and was not seen to fetch it.
const fetchedStatement = `
  update registrations r
  set fetched_version = f.version, fetched_at = f.at,
      fetched_how = case when f.devices = 1 then 'certain' when f.device_id is not null then 'inferred' else 'unknown' end
  from (
    select u.*, (select count(*) from registrations x where x.customer_id = u.customer_id and x.pass_id = u.pass_id) as devices
    from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[])
      as u (customer_id, pass_id, version, device_id, at)
  ) f
  where r.customer_id = f.customer_id and r.pass_id = f.pass_id
    and (f.devices = 1 or r.device_id = f.device_id or (f.device_id is null and r.listed_number >= f.version))
    and (r.fetched_version is null or r.fetched_version < f.version
      or (r.fetched_version = f.version and r.fetched_how = 'unknown' and f.device_id is not null))`
