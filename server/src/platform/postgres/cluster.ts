import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../startup-error.ts'
import { asAccount } from './account.ts'
import { initArguments, programEnvironment } from './settings.ts'
import type { Site } from './site.ts'

const draftPrefix = 'cluster.new-'

/**
 * Makes the new, empty database cluster. It appears under its name only when it is complete, so that a start which is
 * killed half way leaves nothing that looks like a database. Each attempt has a draft of its own, since the `initdb` of
 * a killed one may still be at work.
 *
 * @throws StartupError `postgres_did_not_start` with what `initdb` said
 */
export async function createCluster(site: Site): Promise<void> {
  const draft = join(site.postgres, `${draftPrefix}${randomBytes(4).toString('hex')}`)
  try {
    await promisify(execFile)(join(site.binaries.folder, 'initdb'), initArguments(draft, site.binaries.major), {
      ...asAccount(site.account),
      cwd: site.postgres,
      env: programEnvironment(),
    })
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
    throw new StartupError(
      'postgres_did_not_start',
      `The database in ${site.postgres} could not be created: ${(stderr || stdout || message).trim()}`,
      'Correct what initdb says, as a rule a full disk or a forbidden folder, and start Billfold again.',
      { cause: error },
    )
  }
  await rename(draft, site.cluster)
}

/** Removes what killed attempts have left; what cannot be removed yet, the next start removes. */
export async function removeDrafts(postgresFolder: string): Promise<void> {
  const drafts = (await readdir(postgresFolder)).filter((name) => name.startsWith(draftPrefix))
  for (const draft of drafts) await rm(join(postgresFolder, draft), { recursive: true, force: true }).catch(() => {})
}
