import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { openDatabase } from './database.ts'
import { installJobSchema } from './jobs.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Brings a database's schema up to this program's: runs each numbered SQL file that has not run yet, then the job
 * queue's own schema. Safe when several processes start at once: the migrator takes a lock in the database.
 *
 * @returns the names of the files that ran now
 * @throws Error when a newer Billfold has migrated this database already, or a file fails; nothing of it stays then
 */
export async function migrate(connectionString: string): Promise<{ applied: string[] }> {
  const { db, close } = openDatabase({ connectionString, maxConnections: 2 })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: sqlFiles } })
    const { error, results } = await migrator.migrateToLatest()
    if (error) throw new Error(explain(error), { cause: error })
    await installJobSchema(connectionString)
    return { applied: (results ?? []).map((result) => result.migrationName) }
  } finally {
    await close()
  }
}

async function sqlFiles(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const entries = names.map(async (name): Promise<[string, Migration]> => {
    const text = await readFile(new URL(name, folder), 'utf8')
    return [name.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }]
  })
  return Object.fromEntries(await Promise.all(entries))
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (!message.startsWith('corrupted migrations')) return `The database could not be migrated: ${message}`
  return `This database was migrated by a newer Billfold than this one (${message}). Run the newer version, or restore a backup made before its first start.`
}
