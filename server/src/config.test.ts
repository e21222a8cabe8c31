import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'

const faultsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(env)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The configuration was accepted.')
}

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
