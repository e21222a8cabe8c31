import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { callbackToken, openCallbackTokens } from './callback-token.ts'

let accounts: TestAccounts
let customerId: string
let configurations = 0
let configurationId: string

beforeAll(async () => {
  accounts = await openTestAccounts()
  customerId = accounts.customer.id
})
afterAll(() => accounts.close())
beforeEach(async () => {
  configurationId = `wal_${++configurations}`
  await ensure(configurationId)
})

const ensure = (scope: string) => {
  const { keys, database, clock } = accounts
  return keys.ensure(database.db, 'callbackTokens', customerId, scope, clock.now())
}
const token = () => callbackToken(accounts.keys, customerId, configurationId)
const open = (presented: string) => openCallbackTokens(accounts)(presented)

describe('the token of a callback address', () => {
  it('says whose callbacks come there, and stays the same', async () => {
    expect(await open(token())).toEqual({ customerId, configurationId })
    expect(token()).toBe(token())
  })

  it('fits a path as it stands and begins with the configuration, for whoever reads a log', () => {
    expect(token()).toMatch(new RegExp(`^${configurationId}\\.[0-9a-z]{8}\\.[A-Za-z0-9_-]{43}$`))
  })

  it('is nobody’s when any one of its characters is another', async () => {
    const right = token()
    for (let index = 0; index < right.length; index++) {
      const wrong = right.slice(0, index) + (right[index] === 'x' ? 'y' : 'x') + right.slice(index + 1)
      expect(await open(wrong), wrong).toBeUndefined()
    }
  })

  it.each([
    ['nothing', () => ''],
    ['a part of it', () => token().slice(0, -1)],
    ['more than it', () => `${token()}.x`],
    ['a configuration alone', () => configurationId],
    ['the key of another purpose', () => token().replace(/\.\w+\./, `.${accounts.keys.active('apiKeys', null).id}.`)],
  ])('is not %s', async (_, presented) => {
    expect(await open(presented())).toBeUndefined()
  })

  it('is not good for another configuration, not even of the same customer', async () => {
    await ensure('wal_other')
    const other = callbackToken(accounts.keys, customerId, 'wal_other')
    expect(await open(other.replace('wal_other', configurationId))).toBeUndefined()
  })

  it('stays good when its key is rotated, and ends when the key has leaked', async () => {
    const { keys, database, clock } = accounts
    const rotate = (how: Parameters<typeof keys.rotate>[4]) =>
      keys.rotate(database.db, 'callbackTokens', customerId, configurationId, how, clock.now())
    const first = token()
    await rotate('rotated')
    const second = token()
    expect(second).not.toBe(first)
    await rotate({ leakedAcceptedUntil: new Date(clock.now().getTime() + 1000) })
    expect(await open(first)).toEqual({ customerId, configurationId })
    expect(await open(second)).toEqual({ customerId, configurationId })
    clock.turn(1000)
    expect(await open(second)).toBeUndefined()
    expect(await open(first)).toEqual({ customerId, configurationId })
  })

  it('is known to a process that was up before its key was made, whose keys strangers cannot have read at will', async () => {
    const { database, clock } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    const elsewhere = openCallbackTokens({ keys, clock })
    configurationId = 'wal_newer'
    await ensure(configurationId)
    expect(await elsewhere(token())).toEqual({ customerId, configurationId })
    configurationId = 'wal_newest'
    await ensure(configurationId)
    expect(await elsewhere(token())).toBeUndefined()
    clock.turn(1000)
    expect(await elsewhere(token())).toEqual({ customerId, configurationId })
  })
})
