// Writes every generated document; `npm run docs` runs it.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOwnPostgres } from '../src/platform/postgres/supervise.ts'
import { documents } from './documents.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'billfold-docs-'))
// Run by root, PostgreSQL works as another user, who must be able to pass.
await chmod(dataDir, 0o711)
const postgres = await startOwnPostgres({ dataDir })
try {
  for (const { file, text } of await documents(postgres.connectionString)) await writeFile(file, text)
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
