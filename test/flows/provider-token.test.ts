import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { get, list, register } from './device.ts'
import { type IssuedPass, issuePass, publishLogoText } from './passes.ts'
import { openPlace, type Place } from './place.ts'
import { apiOf, type Demo, type Server } from './servers.ts'

/** That of the demo's certificate. */
const teamId = 'BILLFOLD01'
const keyId = 'PUSHKEY001'

describe('pushes by a key of the developer account', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let apns: VirtualApns
  let pool: pg.Pool
  let place: Place

  beforeAll(async () => {
    const opened = await openPlace()
    place = opened
    pool = new pg.Pool({ connectionString: opened.databaseUrl, max: 2 })
    // Of another authority than the passes: their certificate is worth nothing here, only the key is.
    const authority = await openDevelopmentAuthority(join(place.dataDir, 'apple'), new Date())
    const publicKeyPem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string
    const providerKeys = [{ keyId, teamId, publicKeyPem }]
    apns = await openVirtualApns({ authority, clock: { now: () => new Date() }, providerKeys })
  })
  afterAll(async () => {
    await apns.close()
    await pool.end()
    await place.remove()
  })

  // A fault is tried again after a quarter of an hour only.
  beforeEach(async () => void (await pool.query('delete from push_faults')))

  async function start(keyPem?: string): Promise<Server<Demo>> {
    const file = join(place.dataDir, 'AuthKey.p8')
    if (keyPem !== undefined) await writeFile(file, keyPem)
    const server = await place.startDemo({
      BILLFOLD_APNS_URL: apns.url,
      BILLFOLD_APNS_CA_FILE: apns.caFile,
      ...(keyPem !== undefined && {
        BILLFOLD_APNS_KEY_FILE: file,
        BILLFOLD_APNS_KEY_ID: keyId,
        BILLFOLD_APNS_TEAM_ID: teamId,
      }),
    })
    onTestFinished(server.stop)
    return server
  }
  const pemOf = ({ privateKey }: typeof key) => privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const pushesTo = (pushToken: string) =>
    apns.received().filter(({ deviceToken, outcome }) => deviceToken === pushToken && outcome === '200')
  const patiently = { timeout: 60_000, interval: 100 }

  async function passOnPhone(server: Server<Demo>, phone: string): Promise<IssuedPass> {
    const pass = await issuePass(server.ready, `contact-${phone}`)
    expect(await register(server.ready.baseUrl, phone, pass.card)).toBe(201)
    return pass
  }
  const setPoints = ({ ready }: Server<Demo>, { passId }: IssuedPass, points: number) =>
    apiOf(ready)('PATCH', `/api/passes/${passId}`, { voucher: { points } })

  it('bring changes of a pass and of its campaign to the phone', async () => {
    const server = await start(pemOf(key))
    const { baseUrl } = server.ready
    const phone = 'a'.repeat(64)
    const pass = await passOnPhone(server, phone)
    const { card } = pass
    const tag = (await list(baseUrl, phone, card.passTypeIdentifier, undefined))?.lastUpdated
    await setPoints(server, pass, 41)
    await expect.poll(() => pushesTo(phone).length, patiently).toBe(1)
    await publishLogoText(server.ready, pass.campaignId, 'By key')
    await expect.poll(() => pushesTo(phone).length, patiently).toBe(2)
    expect(pushesTo(phone)[1]).toMatchObject({ topic: card.passTypeIdentifier, payload: '{}' })
    expect(Object.keys(apns.counts())).toEqual(['200'])
    const listed = await list(baseUrl, phone, card.passTypeIdentifier, tag)
    expect(listed?.serialNumbers).toEqual([card.serialNumber])
    expect((await get(baseUrl, card, undefined))?.pass).toMatchObject({ logoText: 'By key' })
  })

  it.each([
    ['without the key, the certificate is what counts, and it is refused here', 'b', undefined, 'BadCertificate'],
    [
      'with a key that the account does not know, they stop',
      'c',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      'InvalidProviderToken',
    ],
  ])('%s; nothing is deleted, and the diagnosis says why', async (_, letter, pair, reason) => {
    const server = await start(pair && pemOf(pair))
    const phone = letter.repeat(64)
    const pass = await passOnPhone(server, phone)
    await setPoints(server, pass, 42)
    const faults = async () => (await pool.query('select reason from push_faults')).rows
    await expect.poll(faults, patiently).toEqual([{ reason }])
    expect(pushesTo(phone)).toEqual([])
    const registrations = 'select from registrations where pass_id = $1'
    expect((await pool.query(registrations, [pass.passId])).rowCount).toBe(1)
    const diagnosis = await apiOf(server.ready)('GET', `/api/passes/${pass.passId}/diagnosis`)
    expect(JSON.stringify(diagnosis)).toContain('pushesStopped')
  })
})
