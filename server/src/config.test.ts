import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { StartupError } from './platform/startup-error.ts'

const secret = 'a secret of at least thirty-two characters'

function faultsOf(env: NodeJS.ProcessEnv, flags = {}): string {
  try {
    loadConfig(env, flags)
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError)
    return (error as Error).message
  }
  throw new Error('The configuration was taken.')
}

describe('the configuration', () => {
  it('needs nothing: a server for this machine with its own PostgreSQL', () => {
    expect(loadConfig({})).toMatchObject({
      port: 8787,
      host: '127.0.0.1',
      baseUrl: 'http://localhost:8787',
      databaseUrl: undefined,
      allowTestWallets: false,
    })
  })

  it('comes from the environment, and flags win', () => {
    const env = {
      BILLFOLD_PORT: '9000',
      BILLFOLD_BASE_URL: 'https://passes.example.com/',
      BILLFOLD_TRUST_PROXY: 'true',
      BILLFOLD_DATA: '',
    }
    expect(loadConfig(env, { port: '9001' })).toMatchObject({
      port: 9001,
      baseUrl: 'https://passes.example.com',
      trustProxy: true,
    })
  })

  it('reports every fault at once, each with what is allowed', () => {
    const message = faultsOf({
      BILLFOLD_PORT: '70000',
      BILLFOLD_BASE_URL: 'ftp://x',
      BILLFOLD_DATABASE_URL: 'mysql://x',
      BILLFOLD_TRUST_PROXY: 'yes',
      BILLFOLD_LOG_LEVEL: 'loud',
      BILLFOLD_MAX_DEVICES_PER_PASS: '0',
      BILLFOLD_PROT: '1',
    })
    for (const name of ['PORT', 'BASE_URL', 'DATABASE_URL', 'TRUST_PROXY', 'LOG_LEVEL', 'MAX_DEVICES_PER_PASS', 'PROT'])
      expect(message).toContain(`- BILLFOLD_${name} `)
    expect(message).toContain('a whole number from 0 to 65535')
    expect(message).toContain('must be true or false')
  })

  it('names a flag by its flag', () => {
    expect(faultsOf({}, { port: 'x' })).toContain('- --port must be')
  })

  it('never says a secret', () => {
    const message = faultsOf({
      BILLFOLD_SECRET: 'hunter2',
      BILLFOLD_DATABASE_URL: 'mysql://u:hunter2@h/db',
      BILLFOLD_PORT: 'x',
    })
    expect(message).toContain('BILLFOLD_SECRET is shorter than 32 characters')
    expect(message).not.toContain('hunter2')
  })

  it('needs a secret with a database of one’s own, since every process there must have the same', () => {
    const database = { BILLFOLD_DATABASE_URL: 'postgres://db/billfold' }
    expect(faultsOf(database)).toContain('BILLFOLD_SECRET is missing')
    expect(loadConfig({ ...database, BILLFOLD_SECRET: secret }).secret).toBe(secret)
  })

  it.each(['https://x.example/?a=1', 'https://user@x.example', 'x.example', ''])(
    'a base URL is a plain address: %j',
    (url) => {
      if (url === '') expect(loadConfig({ BILLFOLD_BASE_URL: url }).baseUrl).toBe('http://localhost:8787')
      else expect(faultsOf({ BILLFOLD_BASE_URL: url })).toContain('BILLFOLD_BASE_URL')
    },
  )
})

describe('the base URL', () => {
  it.each([
    'http://localhost:8787',
    'http://192.168.1.20:8787',
    'http://till.local',
    'http://nas',
    'https://x.example',
  ])('may be %s', (url) => expect(loadConfig({ BILLFOLD_BASE_URL: url }).baseUrl).toBe(url))

  it('is https outside of one’s own network, where phones ask nowhere else', () => {
    expect(faultsOf({ BILLFOLD_BASE_URL: 'http://passes.example.com' })).toContain(
      'BILLFOLD_BASE_URL must begin with https://',
    )
  })
})

describe('settings of Google Wallet', () => {
  it('are Google’s own addresses and less than the rate it allows, unless set', () => {
    expect(loadConfig({})).toMatchObject({
      googleApiUrl: undefined,
      googleTokenUrl: undefined,
      googleSaveUrl: undefined,
      googleRootKeysUrl: undefined,
      googleRequestsPerSecond: 15,
    })
  })

  it.each(['http://localhost:9090', 'http://127.0.0.1:9090', 'http://[::1]:9090', 'https://google.example/virtual'])(
    'may lead to a virtual one: %s',
    (url) => {
      const { googleApiUrl, googleTokenUrl, googleRootKeysUrl, googleSaveUrl } = loadConfig({
        BILLFOLD_GOOGLE_API_URL: url,
        BILLFOLD_GOOGLE_TOKEN_URL: `${url}/token`,
        BILLFOLD_GOOGLE_ROOT_KEYS_URL: `${url}/keys/`,
        BILLFOLD_GOOGLE_SAVE_URL: `${url}/save/`,
      })
      expect([googleApiUrl, googleTokenUrl, googleRootKeysUrl, googleSaveUrl]).toEqual([
        url,
        `${url}/token`,
        `${url}/keys`,
        `${url}/save`,
      ])
    },
  )

  it('let what is secret or must be believed go over the network with TLS only; pages are for browsers', () => {
    const message = faultsOf({
      BILLFOLD_GOOGLE_API_URL: 'http://google.example',
      BILLFOLD_GOOGLE_TOKEN_URL: 'http://localhost.example/token',
      BILLFOLD_GOOGLE_ROOT_KEYS_URL: 'http://10.0.0.1/keys',
      BILLFOLD_GOOGLE_SAVE_URL: 'http://10.0.0.1/save',
    })
    for (const name of ['API', 'TOKEN', 'ROOT_KEYS'])
      expect(message).toContain(`BILLFOLD_GOOGLE_${name}_URL must begin with https://, unless it is on this machine`)
    expect(message).not.toContain('SAVE')
  })

  it.each([
    [{ BILLFOLD_GOOGLE_REQUESTS_PER_SECOND: '0' }, 'must be a whole number from 1 to 10000'],
    [{ BILLFOLD_GOOGLE_REQUESTS_PER_SECOND: '1.5' }, 'must be a whole number from 1 to 10000'],
    [{ BILLFOLD_GOOGLE_SAVE_URL: 'pay.google.com' }, 'must be an http or https URL'],
    [{ BILLFOLD_GOOGLE_API_URL: 'https://x.example/?key=1' }, 'must be a plain address'],
  ])('refuses %j', (env, fault) => {
    expect(faultsOf(env)).toContain(fault)
  })
})

describe('settings of pushes', () => {
  it('are Apple’s own service, the certificate of the pass type, and background pushes of priority 5, unless set', () => {
    expect(loadConfig({})).toMatchObject({
      apnsUrl: undefined,
      apnsCaFile: undefined,
      apnsKeyFile: undefined,
      apnsPushType: 'background',
      apnsPriority: 5,
    })
  })

  it('can leave both headers out', () => {
    const config = loadConfig({ BILLFOLD_APNS_PUSH_TYPE: 'none', BILLFOLD_APNS_PRIORITY: 'none' })
    expect(config).toMatchObject({ apnsPushType: null, apnsPriority: null })
  })

  it.each([
    [{ BILLFOLD_APNS_URL: 'http://localhost:2197' }, 'BILLFOLD_APNS_URL must be an https address without a path'],
    [{ BILLFOLD_APNS_URL: 'https://localhost/3/device' }, 'BILLFOLD_APNS_URL must be an https address without a path'],
    [{ BILLFOLD_APNS_PUSH_TYPE: 'voip' }, 'BILLFOLD_APNS_PUSH_TYPE must be one of background, alert, none'],
    [{ BILLFOLD_APNS_PRIORITY: '7' }, 'BILLFOLD_APNS_PRIORITY must be one of 5, 10, none'],
    [{ BILLFOLD_APNS_PRIORITY: '10' }, 'APNs refuses background pushes of that priority'],
    [{ BILLFOLD_APNS_KEY_ID: 'short' }, 'BILLFOLD_APNS_KEY_ID must be ten capital letters and digits'],
    [
      { BILLFOLD_APNS_KEY_ID: 'ABCDE12345' },
      'BILLFOLD_APNS_KEY_FILE, BILLFOLD_APNS_KEY_ID and BILLFOLD_APNS_TEAM_ID go',
    ],
  ])('refuses %j', (env, fault) => {
    expect(faultsOf(env)).toContain(fault)
  })
})
