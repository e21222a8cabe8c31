import type { Command } from 'commander'
import { type Config, loadConfig, settings } from '../config.ts'
import { command } from './command.ts'
import { usageError } from './errors.ts'
import type { Io } from './io.ts'
import { addSettings, flagsOf } from './settings.ts'

/** `billfold serve`: the server, until it is told to stop. */
export function serveCommand(io: Io): Command {
  const serve = command('serve', {
    summary: 'run the server',
    description:
      'Runs Billfold: HTTP, jobs and, unless a database is given, its own PostgreSQL in the data folder. Ctrl-C stops it.',
    examples: [
      ['Try it: a demo customer, three campaigns, and a virtual iPhone that adds a pass', 'billfold serve --demo'],
      ['For phones, behind a proxy with TLS', 'billfold serve --port 8080 --base-url https://passes.example.com'],
    ],
  })
    .option('--demo', 'make a demo customer with three campaigns, and accept the development authority')
    .option('--json', 'print one line of JSON when ready')
  addSettings(serve, 'Settings:', Object.keys(settings) as (keyof Config)[])
  return serve.action((options: { demo?: boolean; json?: boolean }) => run(io, options))
}

async function run(io: Io, options: { demo?: boolean; json?: boolean }): Promise<void> {
  const { demo = false, json = false } = options
  const env = demo ? { BILLFOLD_ALLOW_TEST_WALLETS: 'true', ...io.env } : io.env
  const given = loadConfig(env, flagsOf(options))
  if (demo && given.port === 0 && !given.baseUrl.endsWith(':0')) {
    throw usageError('--demo needs to know its port: with a base URL, it cannot be 0.', 'Choose one with --port.')
  }
  /** What was opened so far, to be closed the other way round. */
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  stopOnSignal(stop)
  try {
    const virtual = demo ? await openVirtual(given) : undefined
    if (virtual) closers.push(virtual.close)
    const config = { ...given, ...virtual?.settings }
    // The server is the largest part of the program; the other commands start without it.
    const { startBillfold } = await import('../main.ts')
    const starting = startBillfold(config)
    closers.push(async () => (await starting.catch(() => undefined))?.stop())
    const billfold = await starting
    const { baseUrl } = billfold
    const say = (text: string): void => void io.stdout.write(`${text}\n`)
    if (!virtual) return say(json ? JSON.stringify({ baseUrl }) : `Billfold answers at ${baseUrl} (Ctrl-C stops it)`)
    const { setUpDemo } = await import('./demo/set-up.ts')
    const address = addressOf(config, baseUrl)
    const ready = await setUpDemo(billfold, { address, dataDir: config.dataDir, google: virtual.google })
    const { apnsUrl, googleApiUrl, googleTokenUrl, googleSaveUrl, googleRootKeysUrl } = config
    const services = { apnsUrl, googleApiUrl, googleTokenUrl, googleSaveUrl, googleRootKeysUrl }
    if (json) return say(JSON.stringify({ ...ready, ...services }))
    const { tellStory } = await import('./demo/story.ts')
    await tellStory(ready, virtual, config.dataDir, say)
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the demo has in place of Apple and Google. */
async function openVirtual(given: Config) {
  const { openVirtualServices } = await import('./demo/virtual-services.ts')
  return openVirtualServices(given)
}

/** Where this machine reaches a server: what it listens on, and not the public address that phones and links see. */
function addressOf({ host, port }: Config, baseUrl: string): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  // A port that the server chose for itself stands in its base URL.
  return `http://${local.includes(':') ? `[${local}]` : local}:${port || new URL(baseUrl).port}`
}

/** Also while it is still starting: what has been started by then is stopped as well. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
