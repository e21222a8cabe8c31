import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '../../server/test/database.ts'
import { type Demo, type Server, startServer } from './servers.ts'

/** Where the demo of a test lives: a data folder, and a database. */
export interface Place {
  readonly dataDir: string
  /** Settings of every server there. */
  readonly env: Readonly<Record<string, string>>
  /** Starts the demo on a free port, the first time and whenever it was stopped. */
  startDemo(env?: Readonly<Record<string, string>>): Promise<Server<Demo>>
  /** To be called when no server runs any more. */
  remove(): Promise<void>
}

/** A place with a database of the tests' PostgreSQL, which is there at once. */
export async function openPlace(): Promise<Place & { readonly databaseUrl: string; readonly secret: string }> {
  const { url: databaseUrl, drop } = await testDatabase()
  const secret = 'the secret of all servers of a place'
  return {
    ...(await placeWith({ BILLFOLD_DATABASE_URL: databaseUrl, BILLFOLD_SECRET: secret }, drop)),
    databaseUrl,
    secret,
  }
}

/** A place whose server runs a PostgreSQL of its own, for tests of what becomes of that. */
export function openPlaceWithOwnPostgres(): Promise<Place> {
  return placeWith({}, async () => {})
}

async function placeWith(env: Readonly<Record<string, string>>, drop: () => Promise<void>): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'billfold-flow-'))
  // Run by root, PostgreSQL works as another user, who must be able to pass.
  await chmod(dataDir, 0o711)
  return {
    dataDir,
    env,
    startDemo: (more) => startServer<Demo>(['--demo', '--port', '0', '--data', dataDir], { ...env, ...more }),
    async remove() {
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
