import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishCoffee } from '../testing/coffee.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

/** For what the server does after its answer. */
const patience = { timeout: 60_000 }

let server: TestServer
let campaign: string

beforeAll(async () => {
  server = await openTestServer()
  campaign = await publishCoffee(server)
  await billfold('link', 'create', campaign, 'first')
})
afterAll(() => server.close())

const billfold = (...argv: string[]) => server.billfold(argv)
const issue = async (contact: string) =>
  (await billfold('pass', 'issue', campaign, contact, '--token', 'contact.points=1', '--json')).json<{
    id: string
    serialNumber: string
  }>()

describe('billfold doctor pass', () => {
  it('says what is missing when no phone has the pass', async () => {
    const { serialNumber } = await issue('nobody')
    const said = await billfold('doctor', 'pass', serialNumber)
    expect(said, said.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(said.stdout).toMatch(/^No phone has registered for this pass: .* add the pass again\.\n$/)
  })

  it('names the certificate when it is what stands between the pass and its phone', async () => {
    const pass = await issue('ada')
    const link = (await billfold('link', 'create', campaign, 'ada')).stdout.trim()
    const phone = ['--phone', 'ada', '--root', server.certificates.root]
    const added = await billfold('phone', 'add', link, ...phone)
    expect(added, added.stderr).toMatchObject({ code: 0 })
    await billfold('pass', 'set', pass.id, '--token', 'contact.points=7')
    const look = async () => (await billfold('doctor', 'pass', pass.serialNumber)).stdout
    await expect.poll(look, patience).toContain('All pushes of this pass type have stopped')
    const said = await look()
    expect(said).toContain('1 device is registered; 1 may not show the present version.')
    expect(said).toContain('is of a development authority, which Apple refuses. Set BILLFOLD_APNS_URL')
    await billfold('phone', 'refresh', ...phone)
    await expect.poll(look, patience).toContain('The device has the present version.')
    const json = await billfold('doctor', 'pass', pass.serialNumber, '--json')
    expect(json.json()).toMatchObject({ passId: pass.id, devices: [{ finding: 'upToDate' }] })
  })

  it('refuses a serial number that there is not', async () => {
    const said = await billfold('doctor', 'pass', 'nothing')
    expect(said).toMatchObject({ code: 1, stdout: '' })
    expect(said.stderr).toContain('There is no pass with the serial number nothing.')
  })
})

describe('billfold pass timeline', () => {
  it('tells what happened, one thing a line', async () => {
    const { id } = await issue('timeline')
    const told = async () => (await billfold('pass', 'timeline', id)).stdout
    await expect.poll(told, patience).toMatch(/^\S+Z {2}event {10,}.*The pass was made by an API call/)
    expect((await billfold('pass', 'timeline', id, '--json')).json()).toMatchObject({ items: [{ kind: 'event' }] })
  })
})
