import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder, removed with all that is temporary when the run of the tests is over. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'pkpass-'))
}
