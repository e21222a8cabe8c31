import { Command } from 'commander'
import { type Config, loadConfig, settings } from '../config.ts'
import { startBillfold } from '../main.ts'
import { setUpDemo } from './demo/set-up.ts'
import { tellStory } from './demo/story.ts'
import { startDemoApns } from './demo/virtual-apns.ts'

/** `billfold serve`: the server, until it is told to stop. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .summary('run the server')
    .description('Runs Billfold: HTTP, jobs and, unless a database is given, its own PostgreSQL in the data folder.')
    .option('--demo', 'make a demo customer with three campaigns, and accept the development authority')
    .option('--json', 'print one line of JSON when ready')
  for (const setting of Object.values(settings)) {
    if ('flag' in setting)
      command.option(setting.flag, `${setting.meaning} (${setting.env}; default: ${setting.defaultText})`)
  }
  return command.action(async (flags: Record<string, string | boolean | undefined>) => serve(flags))
}

async function serve(flags: Record<string, string | boolean | undefined>): Promise<void> {
  const { demo = false, json = false } = flags
  const settings = loadConfig(
    demo ? { BILLFOLD_ALLOW_TEST_WALLETS: 'true', ...process.env } : process.env,
    settingFlags(flags),
  )
  const apns = demo && settings.apnsUrl === undefined ? await startDemoApns(settings.dataDir) : undefined
  const config = apns ? { ...settings, apnsUrl: apns.url, apnsCaFile: apns.caFile } : settings
  const billfold = await startBillfold(config)
  stopOnSignal(async () => {
    await billfold.stop()
    await apns?.close()
  })
  if (!demo) {
    console.log(
      json
        ? JSON.stringify({ baseUrl: billfold.baseUrl })
        : `Billfold answers at ${billfold.baseUrl} (Ctrl-C stops it)`,
    )
    return
  }
  const ready = await setUpDemo(billfold, config.dataDir, config.apnsUrl as string)
  if (json) console.log(JSON.stringify(ready))
  else await tellStory(ready, apns, config.dataDir, (text) => console.log(text))
}

/** Commander names a flag by its words: `--database-url` and `--data` are the settings `databaseUrl` and `dataDir`. */
function settingFlags(flags: Record<string, string | boolean | undefined>): Partial<Record<keyof Config, string>> {
  const { data, ...others } = flags
  const named = Object.entries({ ...others, dataDir: data }).filter(
    ([name, value]) => name in settings && typeof value === 'string',
  )
  return Object.fromEntries(named)
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}
