import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this test run. */
    postgresUrl: string
    /** A migrated, empty database there, which nobody may connect to. */
    templateName: string
  }
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** Makes a migrated, empty database for one test file or test: a copy of the template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = inject('templateName')
  const name = `${databasePrefix(template)}${randomBytes(6).toString('hex')}`
  await execute(server, `create database ${name} template ${template} strategy file_copy`)
  return { url: databaseUrl(server, name), drop: () => execute(server, `drop database if exists ${name} with (force)`) }
}

/** What the names of a run's databases begin with: its own, so that runs may share a server. */
export const databasePrefix = (template: string) => `${template.replace('_template', '')}_`

/** The address of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Runs statements one by one on a connection of their own. */
export async function execute(server: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
