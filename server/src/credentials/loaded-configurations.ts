import type { Clock } from '../platform/clock.ts'

/** What was made of wallet configurations, kept as long as they do not change. */
export interface LoadedConfigurations<T> {
  /** The same object as long as the configuration is the same. A renewal by another process is seen within 30 seconds. */
  get(customerId: string, configurationId: string): Promise<T>
  /** Has a renewal that has committed count in this process at once. */
  forget(customerId: string, configurationId: string): void
}

const recheckAfterMs = 30_000
/** Bounds the memory of an installation with very many customers. */
const mostLoaded = 1000

interface Loaded<T> {
  readonly value: T
  readonly modifiedAt: Date
}

/**
 * @param options.select reads a configuration's row
 * @param options.open makes of a row what is kept
 */
export function openLoadedConfigurations<Row extends { modified_at: Date }, T>(options: {
  clock: Clock
  select: (customerId: string, configurationId: string) => Promise<Row>
  open: (row: Row, at: Date) => Promise<T>
}): LoadedConfigurations<T> {
  const { clock, select, open } = options
  const cache = new Map<string, { readonly startedAt: Date; readonly loaded: Promise<Loaded<T>> }>()

  const load = async (customerId: string, id: string, at: Date, before?: Promise<Loaded<T>>): Promise<Loaded<T>> => {
    const known = await before
    const row = await select(customerId, id)
    if (known?.modifiedAt.getTime() === row.modified_at.getTime()) return known
    return { value: await open(row, at), modifiedAt: row.modified_at }
  }
  const loadInto = (place: string, loaded: Promise<Loaded<T>>, startedAt: Date): Promise<Loaded<T>> => {
    cache.delete(place)
    const [oldest] = cache.keys()
    if (cache.size >= mostLoaded && oldest !== undefined) cache.delete(oldest)
    cache.set(place, { startedAt, loaded })
    loaded.catch(() => {
      if (cache.get(place)?.loaded === loaded) cache.delete(place)
    })
    return loaded
  }

  return {
    async get(customerId, configurationId) {
      const at = clock.now()
      const place = `${customerId} ${configurationId}`
      const cached = cache.get(place)
      const isFresh = cached && at.getTime() - cached.startedAt.getTime() < recheckAfterMs
      const { value } = await (isFresh
        ? cached.loaded
        : loadInto(place, load(customerId, configurationId, at, cached?.loaded), at))
      return value
    },
    forget(customerId, configurationId) {
      cache.delete(`${customerId} ${configurationId}`)
    },
  }
}
