import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Issue } from '@billfold/pkpass'
import { keyAt } from '@billfold/pkpass/keys'
import { StartupError } from './platform/startup-error.ts'

/** How this installation runs. Every value has its row in `settings`, from which the documentation is generated. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly baseUrl: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly secret: string | undefined
  readonly natsUrl: string | undefined
  readonly allowTestWallets: boolean
  readonly trustProxy: boolean
  readonly maxDevicesPerPass: number
  readonly apnsUrl: string | undefined
  readonly apnsCaFile: string | undefined
  readonly apnsPushType: string | null
  readonly apnsPriority: 5 | 10 | null
  readonly apnsKeyFile: string | undefined
  readonly apnsKeyId: string | undefined
  readonly apnsTeamId: string | undefined
  readonly googleApiUrl: string | undefined
  readonly googleTokenUrl: string | undefined
  readonly googleSaveUrl: string | undefined
  readonly googleRootKeysUrl: string | undefined
  readonly googleRequestsPerSecond: number
  readonly logLevel: 'silent' | 'warn' | 'info' | 'debug'
}

interface Setting<T> {
  readonly env: string
  /** As commander takes it; absent where a command line would give a secret away. */
  readonly flag?: string
  readonly meaning: string
  readonly defaultText: string
  readonly secret?: boolean
  /** Turns the text into the value, or says what is wrong with it and how it should look. */
  readonly parse: (text: string) => T | Fault
}

interface Fault {
  readonly fault: string
}

const fault = (text: string): Fault => ({ fault: text })
const isFault = (value: unknown): value is Fault => typeof value === 'object' && value !== null && 'fault' in value

export const settings = {
  port: {
    env: 'BILLFOLD_PORT',
    flag: '--port <number>',
    meaning: 'TCP port to listen on; 0 takes a free one.',
    defaultText: '8787',
    parse: (text) => integer(text, 0, 65_535),
  },
  host: {
    env: 'BILLFOLD_HOST',
    flag: '--host <address>',
    meaning: 'Address to listen on. Use `0.0.0.0` to be reached from other machines.',
    defaultText: '127.0.0.1',
    parse: (text) => text,
  },
  baseUrl: {
    env: 'BILLFOLD_BASE_URL',
    flag: '--base-url <url>',
    meaning:
      'The public address, as phones and links see it: https, or http within a network of one’s own, for phones whose developer settings allow it.',
    defaultText: '`http://localhost:` and the port',
    parse: phoneUrl,
  },
  dataDir: {
    env: 'BILLFOLD_DATA',
    flag: '--data <folder>',
    meaning: 'Folder for everything Billfold keeps outside a database server: its own PostgreSQL, its secret.',
    defaultText: '`~/.billfold`',
    parse: (text) => resolve(text),
  },
  databaseUrl: {
    env: 'BILLFOLD_DATABASE_URL',
    flag: '--database-url <url>',
    meaning: 'A PostgreSQL ≥ 15 to use. Without it Billfold starts its own in the data folder.',
    defaultText: 'its own PostgreSQL',
    secret: true,
    parse: (text) => (/^postgres(ql)?:\/\//.test(text) ? text : fault('must begin with postgres:// or postgresql://')),
  },
  secret: {
    env: 'BILLFOLD_SECRET',
    meaning: 'Wraps every key in the database; at least 32 characters. Make one with `openssl rand -base64 32`.',
    defaultText: 'a file in the data folder, made at first start; required with a database URL',
    secret: true,
    parse: (text) =>
      text.length >= 32 ? text : fault('is shorter than 32 characters; make one with: openssl rand -base64 32'),
  },
  natsUrl: {
    env: 'BILLFOLD_NATS_URL',
    meaning:
      'A NATS server with JetStream, to which every event is sent: `nats://` or `tls://`, with `user:password@` or `token@` if needed; servers of one cluster separated by commas.',
    defaultText: 'none: events are had from `/api/events`',
    secret: true,
    parse: (text) => natsServers(text),
  },
  allowTestWallets: {
    env: 'BILLFOLD_ALLOW_TEST_WALLETS',
    meaning: 'Accept certificates of a development authority. Real phones refuse such passes.',
    defaultText: '`false`; `true` with `--demo`',
    parse: (text) => boolean(text),
  },
  trustProxy: {
    env: 'BILLFOLD_TRUST_PROXY',
    meaning: 'Believe `X-Forwarded-For` and `X-Forwarded-Proto`. Only behind a proxy that sets them itself.',
    defaultText: '`false`',
    parse: (text) => boolean(text),
  },
  maxDevicesPerPass: {
    env: 'BILLFOLD_MAX_DEVICES_PER_PASS',
    meaning: 'How many devices may register for one pass.',
    defaultText: '50',
    parse: (text) => integer(text, 1, 10_000),
  },
  apnsUrl: {
    env: 'BILLFOLD_APNS_URL',
    meaning: 'Another server in place of Apple’s push service, as the virtual one of the simulator.',
    defaultText: '`https://api.push.apple.com`; the virtual one with `--demo`',
    parse: (text) => secureOrigin(text),
  },
  apnsCaFile: {
    env: 'BILLFOLD_APNS_CA_FILE',
    meaning:
      'A file with the authorities (PEM) that the push service’s certificate may come from, besides the public ones.',
    defaultText: 'none',
    parse: (text) => resolve(text),
  },
  apnsPushType: {
    env: 'BILLFOLD_APNS_PUSH_TYPE',
    meaning: 'The header `apns-push-type`: `background`, `alert`, or `none` to send none. Apple names none for passes.',
    defaultText: '`background`',
    parse: (text) => orNone(text, ['background', 'alert'] as const),
  },
  apnsPriority: {
    env: 'BILLFOLD_APNS_PRIORITY',
    meaning: 'The header `apns-priority`: `5`, `10`, or `none` to send none. A `background` push can only have 5.',
    defaultText: '`5`',
    parse: (text) => {
      const priority = orNone(text, ['5', '10'] as const)
      return typeof priority === 'string' ? (Number(priority) as 5 | 10) : priority
    },
  },
  apnsKeyFile: {
    env: 'BILLFOLD_APNS_KEY_FILE',
    meaning:
      'A push key (`.p8`) of the developer account, used instead of the certificates of its team’s pass types. Needs the two settings below.',
    defaultText: 'none: each pass type’s own certificate',
    parse: (text) => resolve(text),
  },
  apnsKeyId: {
    env: 'BILLFOLD_APNS_KEY_ID',
    meaning: 'The ten characters that name the push key.',
    defaultText: '–',
    parse: (text) => appleId(text),
  },
  apnsTeamId: {
    env: 'BILLFOLD_APNS_TEAM_ID',
    meaning: 'The team that the push key belongs to.',
    defaultText: '–',
    parse: (text) => appleId(text),
  },
  googleApiUrl: {
    env: 'BILLFOLD_GOOGLE_API_URL',
    meaning: 'Another server in place of the Google Wallet API, as the virtual one of the simulator.',
    defaultText: '`https://walletobjects.googleapis.com`',
    parse: (text) => trustedUrl(text),
  },
  googleTokenUrl: {
    env: 'BILLFOLD_GOOGLE_TOKEN_URL',
    meaning: 'Where service accounts get their access tokens, in place of Google’s own. Key files never decide this.',
    defaultText: '`https://oauth2.googleapis.com/token`',
    parse: (text) => trustedUrl(text),
  },
  googleSaveUrl: {
    env: 'BILLFOLD_GOOGLE_SAVE_URL',
    meaning: 'The page, opened by browsers, on which passes are saved; a link continues it with what to save.',
    defaultText: '`https://pay.google.com/gp/v/save`',
    parse: (text) => origin(text),
  },
  googleRootKeysUrl: {
    env: 'BILLFOLD_GOOGLE_ROOT_KEYS_URL',
    meaning: 'The root keys by which the callbacks of Google Wallet are verified.',
    defaultText: '`https://pay.google.com/gp/m/issuer/keys`',
    parse: (text) => trustedUrl(text),
  },
  googleRequestsPerSecond: {
    env: 'BILLFOLD_GOOGLE_REQUESTS_PER_SECOND',
    meaning:
      'How many requests a second the Google Wallet API gets for one wallet configuration, by all processes together. Google allows 20.',
    defaultText: '15',
    parse: (text) => integer(text, 1, 10_000),
  },
  logLevel: {
    env: 'BILLFOLD_LOG_LEVEL',
    flag: '--log-level <level>',
    meaning: 'What Billfold writes to standard error: `silent`, `warn`, `info` or `debug`.',
    defaultText: '`info`',
    parse: (text) => oneOf(text, ['silent', 'warn', 'info', 'debug'] as const),
  },
} as const satisfies { [Name in keyof Config]: Setting<Config[Name]> }

/**
 * The configuration from the environment, with command-line flags before it.
 *
 * @param flags values by setting name; undefined means not given
 * @throws StartupError `configuration_invalid` that lists every fault at once and no secret's value
 */
export function loadConfig(env: NodeJS.ProcessEnv, flags: Partial<Record<keyof Config, string>> = {}): Config {
  const faults: string[] = []
  const read = <Name extends keyof Config>(name: Name, fallback: Config[Name]): Config[Name] => {
    const setting: Setting<Config[Name]> = settings[name] as unknown as Setting<Config[Name]>
    const fromFlag = flags[name]
    const text = fromFlag ?? env[setting.env]
    if (text === undefined || text === '') return fallback
    const value = setting.parse(text)
    if (!isFault(value)) return value
    const source = fromFlag === undefined ? setting.env : setting.flag?.split(' ')[0]
    faults.push(`${source} ${value.fault}${setting.secret ? '' : ` (it is ${JSON.stringify(text)})`}`)
    return fallback
  }
  const port = read('port', 8787)
  const config: Config = {
    port,
    host: read('host', '127.0.0.1'),
    baseUrl: read('baseUrl', `http://localhost:${port}`),
    dataDir: read('dataDir', join(homedir(), '.billfold')),
    databaseUrl: read('databaseUrl', undefined),
    secret: read('secret', undefined),
    natsUrl: read('natsUrl', undefined),
    allowTestWallets: read('allowTestWallets', false),
    trustProxy: read('trustProxy', false),
    maxDevicesPerPass: read('maxDevicesPerPass', 50),
    apnsUrl: read('apnsUrl', undefined),
    apnsCaFile: read('apnsCaFile', undefined),
    apnsPushType: read('apnsPushType', 'background'),
    apnsPriority: read('apnsPriority', 5),
    apnsKeyFile: read('apnsKeyFile', undefined),
    apnsKeyId: read('apnsKeyId', undefined),
    apnsTeamId: read('apnsTeamId', undefined),
    googleApiUrl: read('googleApiUrl', undefined),
    googleTokenUrl: read('googleTokenUrl', undefined),
    googleSaveUrl: read('googleSaveUrl', undefined),
    googleRootKeysUrl: read('googleRootKeysUrl', undefined),
    googleRequestsPerSecond: read('googleRequestsPerSecond', 15),
    logLevel: read('logLevel', 'info'),
  }
  if (
    config.databaseUrl !== undefined &&
    config.secret === undefined &&
    !faults.some((text) => text.startsWith('BILLFOLD_SECRET'))
  ) {
    faults.push(
      'BILLFOLD_SECRET is missing: every process on one database needs the same; make one with: openssl rand -base64 32',
    )
  }
  const pushKey = [config.apnsKeyFile, config.apnsKeyId, config.apnsTeamId]
  if (pushKey.some((value) => value !== undefined) && pushKey.includes(undefined))
    faults.push('BILLFOLD_APNS_KEY_FILE, BILLFOLD_APNS_KEY_ID and BILLFOLD_APNS_TEAM_ID go together: set all or none')
  if (config.apnsPushType === 'background' && config.apnsPriority === 10)
    faults.push('BILLFOLD_APNS_PRIORITY is 10, but APNs refuses background pushes of that priority: use 5')
  for (const name of unknownSettings(env)) faults.push(`${name} is no setting of Billfold; see docs/configuration.md`)
  if (faults.length > 0)
    throw new StartupError(
      'configuration_invalid',
      `The configuration is not valid:\n${faults.map((text) => `  - ${text}`).join('\n')}`,
    )
  return config
}

/** What the commands that talk to a server read: often set in the shell from which a server is started as well. */
const clientVariables = ['BILLFOLD_URL', 'BILLFOLD_API_KEY']

function unknownSettings(env: NodeJS.ProcessEnv): string[] {
  const known = new Set<string>([...Object.values(settings).map((setting) => setting.env), ...clientVariables])
  return Object.keys(env).filter(
    (name) => name.startsWith('BILLFOLD_') && !name.startsWith('BILLFOLD_TEST_') && !known.has(name),
  )
}

function integer(text: string, min: number, max: number): number | Fault {
  const value = Number(text)
  return Number.isInteger(value) && value >= min && value <= max && text.trim() !== ''
    ? value
    : fault(`must be a whole number from ${min} to ${max}`)
}

function boolean(text: string): boolean | Fault {
  return text === 'true' ? true : text === 'false' ? false : fault('must be true or false')
}

function oneOf<const T extends string>(text: string, values: readonly T[]): T | Fault {
  return values.find((value) => value === text) ?? fault(`must be one of ${values.join(', ')}`)
}

function natsServers(text: string): string | Fault {
  const isServer = (part: string) =>
    URL.canParse(part) && /^(nats|tls):$/.test(new URL(part).protocol) && new URL(part).hostname !== ''
  return text.split(',').every((part) => isServer(part.trim()))
    ? text
    : fault('must be a URL such as nats://localhost:4222, or several separated by commas')
}

/** `none` is a value of its own: the header is not sent. */
function orNone<const T extends string>(text: string, values: readonly T[]): T | null | Fault {
  return text === 'none' ? null : oneOf(text, [...values, 'none'] as readonly T[])
}

function appleId(text: string): string | Fault {
  return /^[A-Z0-9]{10}$/.test(text)
    ? text
    : fault('must be ten capital letters and digits, as the developer account shows it')
}

function secureOrigin(text: string): string | Fault {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url?.protocol === 'https:' && url.pathname === '/' && !url.search && !url.hash && !url.username
  return isOrigin ? url.origin : fault('must be an https address without a path, as https://localhost:2197')
}

/** What is said there must come from there: https, or this machine. */
function trustedUrl(text: string): string | Fault {
  const url = origin(text)
  if (isFault(url)) return url
  const { protocol, hostname } = new URL(url)
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return protocol === 'https:' || isHere ? url : fault('must begin with https://, unless it is on this machine')
}

/** Passes bear it as their `webServiceURL`: what Wallet takes for none would keep every pass from being issued. */
function phoneUrl(text: string): string | Fault {
  const url = origin(text)
  if (isFault(url)) return url
  const issues: Issue[] = []
  keyAt(['webServiceURL'])?.type.check(url, 'webServiceURL', issues)
  return issues.some(({ severity }) => severity === 'error')
    ? fault('must begin with https://, unless it is in a network of your own: phones ask nowhere else')
    : url
}

function origin(text: string): string | Fault {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    return fault('must be an http or https URL, as https://passes.example.com')
  if (url.search || url.hash || url.username) return fault('must be a plain address without query, fragment or user')
  return url.href.replace(/\/+$/, '')
}
