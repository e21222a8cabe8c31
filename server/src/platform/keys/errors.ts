import { StartupError } from '../startup-error.ts'

/** The database's keys are wrapped under another secret. Says nothing of either. */
export const secretDoesNotFit = () =>
  new StartupError(
    'secret_does_not_fit',
    'The keys in this database are wrapped under another secret than the one given.',
    'Start with the BILLFOLD_SECRET that this database was used with before, or point to the database that belongs to ' +
      'this secret. Without the old secret the sealed credentials and personal data in this database cannot be read.',
  )

/** Some of the database's keys do not open, although others do. */
export const keysDamaged = (ids: readonly string[]) =>
  new StartupError(
    'keys_damaged',
    `These rows of the table keys do not open under the secret, although others do: ${ids.join(', ')}.`,
    'They were changed by something other than Billfold, or written by a server with another BILLFOLD_SECRET. ' +
      'Restore them from a backup, and see that every server on this database has the same secret.',
  )
