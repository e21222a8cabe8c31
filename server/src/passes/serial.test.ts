import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { mintSerial } from './serial.ts'

const key = createSecretKey(Buffer.alloc(32, 7))
const pass = { campaignId: 'cam_1', contactId: 'ada', customerId: 'cus_1' }

describe('a serial number', () => {
  it('is 26 characters of lower-case Crockford base32', () => {
    expect(mintSerial(key, pass)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
  })

  it('is the same for the same pass and another for any other', () => {
    const serial = mintSerial(key, pass)
    expect(mintSerial(key, { ...pass })).toBe(serial)
    for (const other of [
      { ...pass, campaignId: 'cam_2' },
      { ...pass, contactId: 'adb' },
      { ...pass, customerId: 'cus_2' },
    ])
      expect(mintSerial(key, other)).not.toBe(serial)
    expect(mintSerial(createSecretKey(Buffer.alloc(32, 8)), pass)).not.toBe(serial)
  })

  it('does not confuse ids that join to the same text', () => {
    expect(mintSerial(key, { ...pass, campaignId: 'ab', contactId: 'c' })).not.toBe(
      mintSerial(key, { ...pass, campaignId: 'a', contactId: 'bc' }),
    )
  })
})
