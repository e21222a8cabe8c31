import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folderOfFile = mkdtempSync(join(tmpdir(), 'pkpass-test-'))
afterAll(() => rmSync(folderOfFile, { recursive: true, force: true }))

/** A new folder, removed when all tests of the file have run. */
export function temporaryFolder(): string {
  return mkdtempSync(join(folderOfFile, 'folder-'))
}
