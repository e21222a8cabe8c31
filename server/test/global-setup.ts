import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/platform/migrate.ts'
import { lockFolder } from '../src/platform/postgres/lock.ts'
import { runningPostmaster } from '../src/platform/postgres/pid-file.ts'
import { shutDown } from '../src/platform/postgres/postmaster.ts'
import { startOwnPostgres } from '../src/platform/postgres/supervise.ts'
import { databasePrefix, databaseUrl, execute } from './database.ts'

const folderPrefix = 'billfold-test-'

/**
 * Vitest's global setup: a folder for all that is temporary, one PostgreSQL for the whole run, and in it the migrated
 * template that `testDatabase` copies. BILLFOLD_TEST_DATABASE_URL names a server to use; without it the run starts one
 * of its own and throws it away.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers()
  const folder = await mkdtemp(join(tmpdir(), folderPrefix))
  await chmod(folder, 0o711) // as root we run PostgreSQL as somebody else, who has to pass through
  const template = `billfold_test_template_${randomBytes(4).toString('hex')}`
  const { url, end } = await testServer(folder, template)
  // Whatever a test makes among the temporary files is removed with the run, even where the test was killed.
  process.env.TMPDIR = folder
  const cleanUp = async () => {
    await end()
    await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  }
  try {
    await execute(url, `create database ${template}`)
    await migrate(databaseUrl(url, template))
    // A template with a connection cannot be copied.
    await execute(url, `alter database ${template} with allow_connections false`)
  } catch (error) {
    await cleanUp()
    throw error
  }
  project.provide('postgresUrl', url)
  project.provide('templateName', template)
  return cleanUp
}

async function testServer(dataDir: string, template: string): Promise<{ url: string; end: () => Promise<void> }> {
  const given = process.env.BILLFOLD_TEST_DATABASE_URL
  if (given) return { url: given, end: () => dropDatabases(given, template) }
  const { connectionString: url, stop } = await startOwnPostgres({ dataDir })
  // To wait for the disk protects from a power cut, which no test makes: what a killed process has committed is there
  // without. Those that kill PostgreSQL itself start one of their own, as durable as in production.
  await execute(url, 'alter system set fsync = off', 'select pg_reload_conf()')
  return { url, end: stop }
}

/** A run that is killed leaves its folder and perhaps its server. One that still runs holds its folder's lock. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dataDir = join(tmpdir(), name)
    const cluster = join(dataDir, 'postgres', 'cluster')
    if (!name.startsWith(folderPrefix) || !existsSync(cluster)) continue
    const lock = await lockFolder(dataDir).catch(() => undefined)
    if (!lock) continue
    const orphan = await runningPostmaster(cluster)
    if (orphan) await shutDown(orphan)
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Drops the template, and whatever a failed test has left. */
async function dropDatabases(server: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where datname = $1 or starts_with(datname, $2)',
      [template, databasePrefix(template)],
    )
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`)
  } finally {
    await client.end()
  }
}
