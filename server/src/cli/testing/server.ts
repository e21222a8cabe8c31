import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testDatabase } from '../../../test/database.ts'
import { loadConfig } from '../../config.ts'
import { startBillfold } from '../../main.ts'
import { type CertificateFiles, makeCertificates } from './certificates.ts'
import { makeFolder } from './folder.ts'
import { type Result, run, type Surroundings } from './run.ts'

/** A running Billfold with a customer, set up by the command line itself. */
export interface TestServer {
  readonly url: string
  readonly customerId: string
  /** Where commands run, and what they see of the environment. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly certificates: CertificateFiles
  /** Runs a command line against the server. */
  billfold(argv: readonly string[], surroundings?: Surroundings): Promise<Result>
  /** Writes a JSON file into the folder and returns its name. */
  write(name: string, content: unknown): Promise<string>
  close(): Promise<void>
}

/** @param more settings of its own */
export async function openTestServer(more: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  const folder = await makeFolder()
  const database = await testDatabase()
  const installation = {
    BILLFOLD_DATABASE_URL: database.url,
    BILLFOLD_SECRET: 'a secret of 32 characters or more',
    BILLFOLD_DATA: folder,
  }
  const settings = { BILLFOLD_PORT: '0', BILLFOLD_ALLOW_TEST_WALLETS: 'true', BILLFOLD_LOG_LEVEL: 'silent' }
  // Not where `billfold certificate develop` keeps its authority, which phones trust.
  const certificates = join(folder, 'certificates')
  await mkdir(certificates)
  const server = await startBillfold(loadConfig({ ...installation, ...settings, ...more }))
  const made = await run(['customer', 'create', 'Example Coffee', '--json'], { env: installation })
  const { key, customerId } = made.json<{ key: string; customerId: string }>()
  const env = { ...installation, BILLFOLD_URL: server.baseUrl, BILLFOLD_API_KEY: key }
  return {
    url: server.baseUrl,
    customerId,
    folder,
    env,
    certificates: await makeCertificates(certificates),
    billfold: (argv, surroundings = {}) =>
      run(argv, { cwd: folder, ...surroundings, env: { ...env, ...surroundings.env } }),
    async write(name, content) {
      await writeFile(join(folder, name), JSON.stringify(content))
      return name
    },
    async close() {
      await server.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
