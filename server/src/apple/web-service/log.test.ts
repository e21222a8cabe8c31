import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import type { Pass } from '../../passes/pass.ts'

let apple: AppleWorld
let campaign: string
let pass: Pass
let contacts = 0
const device = '0123456789abcdef0123456789abcdef'
beforeAll(async () => {
  apple = await openAppleWorld()
  campaign = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
})
beforeEach(async () => {
  pass = await apple.issue(campaign, `contact-${++contacts}`)
  await apple.phone.register(pass, device)
})
afterAll(() => apple.close())

let addresses = 0
const log = (payload: object | string | Buffer, remoteAddress = `10.0.0.${++addresses}`) =>
  apple.app.inject({ method: 'POST', url: '/v1/log', payload, remoteAddress })
const line = (of: { deviceId?: string; passTypeId?: string; serial?: string; error?: string } = {}) => {
  const {
    deviceId = device,
    passTypeId = 'pass.test.world',
    serial = pass.serial,
    error = 'Authentication failure',
  } = of
  return `[2026-11-22 09:00:00 +0100] Register task (for device ${deviceId}, pass type ${passTypeId}, serial number ${serial}; with web service url https://passes.example) encountered error: ${error}`
}
const kept = async (of = pass) => {
  const { pool } = apple.world.database
  const sql = 'select device_id, line, at from device_log_lines where pass_id = $1 order by seq'
  return (await pool.query<{ device_id: string; line: string; at: Date }>(sql, [of.id])).rows
}

describe('Log a Message', () => {
  it('keeps a line beside the pass for which the device it names is registered', async () => {
    expect((await log({ logs: [line()] })).statusCode).toBe(200)
    const lines = await kept()
    expect(lines).toEqual([{ device_id: device, at: apple.world.clock.now(), line: line().replace(device, '…') }])
  })

  it('keeps none that names no device, another device, another pass type or another serial', async () => {
    const other = await apple.issue(campaign, `contact-${++contacts}`)
    const logs = [
      `[2026-11-22 09:00:00 +0100] Get pass task (pass type pass.test.world, serial number ${pass.serial}, if-modified-since (null); with web service url x) encountered error: Unexpected response code 500`,
      line({ deviceId: 'f'.repeat(32) }),
      line({ passTypeId: 'pass.nobody' }),
      line({ serial: '0'.repeat(26) }),
      line({ serial: other.serial }),
      'complete nonsense',
    ]
    expect((await log({ logs })).statusCode).toBe(200)
    expect(await kept()).toEqual([])
    expect(await kept(other)).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{"logs": ['],
    ['a list', '[]'],
    ['no logs', '{}'],
    ['logs that are no list', '{"logs": "x"}'],
    ['lines that are no text', '{"logs": [1, null, {"a": 1}]}'],
  ])('answers 200 to a body that is %s, as a phone repeats all else', async (_, payload) => {
    expect((await log(payload)).statusCode).toBe(200)
  })

  it('looks at 50 lines, each cut to 2,048 characters', async () => {
    const logs = Array.from({ length: 60 }, (_, index) => line({ error: `error ${index} ${'long '.repeat(150)}` }))
    await log({ logs })
    expect((await kept()).map((row) => /error (\d+)/.exec(row.line.split('error: ')[1] as string)?.[1])).toEqual(
      Array.from({ length: 50 }, (_, index) => String(index)),
    )
    await log({ logs: [line({ error: 'x '.repeat(5000) })] })
    expect((await kept()).at(-1)?.line.length).toBeLessThanOrEqual(2048)
  })

  it('hides tokens and drops control characters', async () => {
    const token = apple.phone.authorization(pass).slice('ApplePass '.length)
    await log({ logs: [line({ error: `sent ApplePass short, then ${token}\u0000\n\u2028and ${'ab'.repeat(32)}` })] })
    const [row] = await kept()
    expect(row?.line).toMatch(/encountered error: sent ApplePass … then … and …$/)
  })

  it('refuses a body over 64 KB by 413', async () => {
    expect((await log({ logs: ['x'.repeat(64 * 1024)] })).statusCode).toBe(413)
  })

  it('keeps the newest 200 lines of a pass, or a few more', async () => {
    for (let round = 0; round < 8; round++) {
      await log({ logs: Array.from({ length: 50 }, (_, index) => line({ error: `${round}-${index}` })) })
    }
    const lines = await kept()
    expect(lines.length).toBeGreaterThanOrEqual(200)
    expect(lines.length).toBeLessThanOrEqual(250)
    expect(lines.at(-1)?.line).toMatch(/7-49$/)
  })

  it('drops the lines of an address that sends too many requests, and still answers 200', async () => {
    for (let request = 0; request < 60; request++) await log({ logs: [] }, '10.9.9.9')
    expect((await log({ logs: [line()] }, '10.9.9.9')).statusCode).toBe(200)
    expect(await kept()).toEqual([])
    await log({ logs: [line()] }, '10.9.9.8')
    expect(await kept()).toHaveLength(1)
  })
})
