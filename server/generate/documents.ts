import { fileURLToPath } from 'node:url'
import { loadConfig } from '../src/config.ts'
import { startBillfold } from '../src/main.ts'
import { appleKeysPage } from './apple-keys-page.ts'
import { configurationPage } from './configuration-page.ts'
import { errorsPage } from './errors-page.ts'
import { eventsPage } from './events-page.ts'
import { schemaDump } from './schema-dump.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Every generated document of the repository: its file, and its text as the code is now. */
export async function documents(databaseUrl: string): Promise<{ file: string; text: string }[]> {
  const env = {
    BILLFOLD_DATABASE_URL: databaseUrl,
    BILLFOLD_SECRET: 'only for generating documents, no data',
    BILLFOLD_PORT: '0',
    BILLFOLD_LOG_LEVEL: 'warn',
  }
  const billfold = await startBillfold(loadConfig(env))
  try {
    const openapi = await (await fetch(`${billfold.baseUrl}/openapi.json`)).json()
    return [
      { file: at('../../docs/errors.md'), text: errorsPage() },
      { file: at('../../docs/configuration.md'), text: configurationPage() },
      { file: at('../../docs/events.md'), text: eventsPage() },
      { file: at('../../docs/apple-keys.md'), text: appleKeysPage() },
      { file: at('../openapi.json'), text: `${JSON.stringify(openapi, null, 2)}\n` },
      { file: at('../schema.sql'), text: await schemaDump(databaseUrl) },
    ]
  } finally {
    await billfold.stop()
  }
}
