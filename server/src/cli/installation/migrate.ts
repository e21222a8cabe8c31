import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { count, print } from '../output.ts'
import { installationCommand, withDatabase } from './open.ts'

const teaching = {
  summary: 'bring the database schema up to date',
  description:
    'Runs the migrations that the database has not had yet and prints their names. `billfold serve` does so too when ' +
    'it starts; run this before it to see what happens, or where only one process may change the schema.',
  examples: [
    ['Of the PostgreSQL in the data folder', 'billfold migrate'],
    ['Of a database server', 'billfold migrate --database-url postgresql://billfold@db.example.com/billfold'],
  ],
} as const

export function migrateCommand(io: Io): Command {
  return installationCommand('migrate', teaching).action(async (options: { json?: boolean }) => {
    const { migrate } = await import('../../platform/migrate.ts')
    const { applied } = await withDatabase(io, options, migrate)
    print(io, options, { applied }, () =>
      applied.length === 0
        ? 'The database is up to date.'
        : `${count(applied.length, 'migration')} applied:\n${applied.map((name) => `  ${name}`).join('\n')}`,
    )
  })
}
