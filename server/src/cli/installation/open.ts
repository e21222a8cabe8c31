import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Config } from '../../config.ts'
import type { Installation } from '../../installation.ts'
import type { LogWriter } from '../../log/transact.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { command, jsonOption, type Teaching } from '../command.ts'
import type { Io } from '../io.ts'
import { addSettings, configOf } from '../settings.ts'

interface DatabaseAddress {
  readonly connectionString: string
  close(): Promise<void>
}

/** How long to wait for a PostgreSQL that another process is just starting or stopping. */
const patienceMs = 15_000
const pollMs = 250

/** A command that works on the installation itself: `--data` or `--database-url` say where it is. */
export function installationCommand(name: string, teaching: Teaching): Command {
  const plainCommand = command(name, teaching).option(...jsonOption)
  return addSettings(plainCommand, 'Installation:', ['dataDir', 'databaseUrl'])
}

/**
 * Opens the configured installation, does some work on it and closes it.
 *
 * @throws StartupError
 */
export async function withInstallation<T>(
  io: Io,
  options: object,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  // Loaded here, because most commands need no database.
  const { openInstallation } = await import('../../installation.ts')
  const { openLogger } = await import('../../platform/logger.ts')
  return withDatabase(io, options, async (databaseUrl, config) => {
    const deps = { clock: io.clock, logger: openLogger(config.logLevel) }
    const installation = await openInstallation({ ...config, databaseUrl }, deps)
    try {
      return await work(installation)
    } finally {
      await installation.close()
    }
  })
}

/**
 * Does some work on the configured database. Without a database URL that is the PostgreSQL in the data folder: the one
 * that a server there is running, else it is started for this.
 *
 * @throws StartupError
 */
export async function withDatabase<T>(
  io: Io,
  options: object,
  work: (connectionString: string, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(io, options)
  if (config.databaseUrl !== undefined) return work(config.databaseUrl, config)
  const { connectionString, close } = await openOwnPostgres(config.dataDir)
  try {
    return await work(connectionString, config)
  } finally {
    await close()
  }
}

/** The log is numbered by servers: one that runs looks for new events by itself, else the next one that starts. */
export function logWriterOf({ database }: Installation): LogWriter {
  return { database, sequencer: { wake: () => {} } }
}

async function openOwnPostgres(dataDir: string): Promise<DatabaseAddress> {
  const { startOwnPostgres } = await import('../../platform/postgres/supervise.ts')
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      const { connectionString, stop } = await startOwnPostgres({ dataDir })
      return { connectionString, close: stop }
    } catch (error) {
      if (!(error instanceof StartupError) || error.code !== 'data_folder_locked') throw error
      const connectionString = await runningPostgres(dataDir)
      if (connectionString !== undefined) return { connectionString, close: async () => {} }
      if (waitedMs >= patienceMs) throw error
      await setTimeout(pollMs)
    }
  }
}

/** The address of the PostgreSQL that another Billfold process runs on this data folder, once it runs. */
async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const { postgresFolder } = await import('../../platform/postgres/folders.ts')
  const { runningPostmaster } = await import('../../platform/postgres/pid-file.ts')
  const { connectionStringFor } = await import('../../platform/postgres/settings.ts')
  const postmaster = await runningPostmaster(join(postgresFolder(await realpath(dataDir)), 'cluster'))
  return postmaster && connectionStringFor('billfold', postmaster.socketFolder)
}
