import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { phoneToken, phoneTokenMatches } from './phone-token.ts'

const passType = 'pass.test.museum'
const serial = '0123456789abcdefghjkmnpqrs'
let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
})
afterAll(() => accounts.close())

/** A pass type with a key of its own, so that one test's rotations are not another's. */
async function newPassType(): Promise<string> {
  const name = `${passType}.${Math.random()}`
  await accounts.keys.ensure(accounts.database.db, 'phoneTokens', accounts.customer.id, name, accounts.clock.now())
  return name
}
const token = (passTypeId: string, of = serial) => phoneToken(accounts.keys, accounts.customer.id, passTypeId, of)
const matches = (passTypeId: string, presented: string, of = serial, at = accounts.clock.now()) =>
  phoneTokenMatches(accounts.keys, accounts.customer.id, passTypeId, of, presented, at)
const rotate = (passTypeId: string, how: 'rotated' | { leakedAcceptedUntil: Date }) =>
  accounts.keys.rotate(accounts.database.db, 'phoneTokens', accounts.customer.id, passTypeId, how, accounts.clock.now())

describe('the token by which a phone proves to hold a pass', () => {
  it('is long enough for Wallet and fits its Authorization header', async () => {
    expect(token(await newPassType())).toMatch(/^[A-Za-z0-9_-]{32,}$/)
  })

  it('is the same each time and matches', async () => {
    const type = await newPassType()
    expect(token(type)).toBe(token(type))
    expect(matches(type, token(type))).toBe(true)
  })

  it('differs by serial, pass type and customer', async () => {
    const type = await newPassType()
    const other = await newPassType()
    expect(matches(type, token(type, 'another'))).toBe(false)
    expect(matches(type, token(other))).toBe(false)
    expect(phoneTokenMatches(accounts.keys, 'cus_other', type, serial, token(type), accounts.clock.now())).toBe(false)
  })

  it.each(['', 'x', 'x'.repeat(43), 'é'.repeat(43), 'x'.repeat(10_000)])('does not match %j', async (presented) => {
    expect(matches(await newPassType(), presented)).toBe(false)
  })

  it('does not match with one character changed, left out or added', async () => {
    const type = await newPassType()
    const right = token(type)
    for (let index = 0; index < right.length; index++) {
      const changed = right.slice(0, index) + (right[index] === 'A' ? 'B' : 'A') + right.slice(index + 1)
      expect(matches(type, changed), changed).toBe(false)
    }
    expect(matches(type, right.slice(0, -1))).toBe(false)
    expect(matches(type, `${right}A`)).toBe(false)
  })

  it('stays accepted after its key was rotated, while new passes get another', async () => {
    const type = await newPassType()
    const installed = token(type)
    await rotate(type, 'rotated')
    expect(token(type)).not.toBe(installed)
    expect(matches(type, installed)).toBe(true)
    expect(matches(type, token(type))).toBe(true)
  })

  it('is accepted until the date given when its key has leaked', async () => {
    const type = await newPassType()
    const installed = token(type)
    const until = new Date(accounts.clock.now().getTime() + 60_000)
    await rotate(type, { leakedAcceptedUntil: until })
    expect(matches(type, installed, serial, new Date(until.getTime() - 1))).toBe(true)
    expect(matches(type, installed, serial, until)).toBe(false)
    expect(matches(type, token(type), serial, until)).toBe(true)
  })
})
