import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { device, openPushWorld, type PushWorld } from '../../../test/push-world.ts'
import type { Pass } from '../../passes/pass.ts'

let pushes: PushWorld
let devices = 0
beforeAll(async () => {
  pushes = await openPushWorld()
})
afterAll(() => pushes.close())

const [home, office] = ['198.51.100.7', '203.0.113.9']
const advance = (ms: number) => pushes.apple.world.clock.advance(ms)

const newPhone = async (pass?: Pass) => {
  const id = device(++devices)
  if (pass === undefined) return { id, pass: await pushes.install(id) }
  await pushes.apple.phone.register(pass, id, id)
  await pushes.settle()
  return { id, pass }
}
const facts = async (id: string) => {
  await pushes.apple.deps.evidence.flush()
  const { rows } = await pushes.apple.world.database.pool.query(
    'select listed_number, fetched_version, fetched_how from registrations where device_id = $1',
    [id],
  )
  return rows[0]
}
const list = async (id: string, address: string, tag?: string) =>
  (await pushes.apple.phone.list(id, tag, address)).json() as { lastUpdated: string }
const change = async (pass: Pass) => {
  await pushes.setPoints(pass, ++devices)
  await pushes.settle()
  return (await pushes.apple.reload(pass)).version
}

describe('a list', () => {
  it('shows that the device knows of all changes up to its answer', async () => {
    const { id, pass } = await newPhone()
    const version = await change(pass)
    expect((await facts(id)).listed_number).toBeLessThan(version)
    await list(id, home)
    expect((await facts(id)).listed_number).toBe(version)
  })

  it('shows the same when nothing has changed since the tag', async () => {
    const { id, pass } = await newPhone()
    const version = await change(pass)
    const answer = await pushes.apple.phone.list(id, String(version))
    expect(answer.statusCode).toBe(204)
    expect((await facts(id)).listed_number).toBe(version)
  })

  it('with a tag that nobody has given out proves nothing', async () => {
    const { id, pass } = await newPhone()
    const version = await change(pass)
    await pushes.apple.phone.list(id, '9007199254740991')
    expect((await facts(id)).listed_number).toBe(version)
  })
})

describe('a fetch', () => {
  it('of a pass with one registration is that device’s for certain', async () => {
    const { id, pass } = await newPhone()
    const version = await change(pass)
    await pushes.apple.phone.fetch(pass)
    expect(await facts(id)).toMatchObject({ fetched_version: version, fetched_how: 'certain' })
  })

  it('answered by 304 shows that the device has that version', async () => {
    const { id, pass } = await newPhone()
    const version = await change(pass)
    const { modifiedAt } = await pushes.apple.reload(pass)
    expect((await pushes.apple.phone.fetch(pass, modifiedAt.toUTCString())).statusCode).toBe(304)
    expect(await facts(id)).toMatchObject({ fetched_version: version, fetched_how: 'certain' })
  })

  it('from the address that has listed the pass within a minute is inferred to be that device’s', async () => {
    const first = await newPhone()
    const second = await newPhone(first.pass)
    const version = await change(first.pass)
    await list(first.id, home)
    await list(second.id, office)
    advance(59_000)
    await pushes.apple.phone.fetch(first.pass, undefined, 'GET', home)
    expect(await facts(first.id)).toMatchObject({ fetched_version: version, fetched_how: 'inferred' })
    expect((await facts(second.id)).fetched_version ?? 0).toBeLessThan(version)
  })

  it('is unknown after a minute, or when two devices have listed from the address', async () => {
    const first = await newPhone()
    const second = await newPhone(first.pass)
    await change(first.pass)
    await list(first.id, home)
    await list(second.id, office)
    advance(61_000)
    await pushes.apple.phone.fetch(first.pass, undefined, 'GET', home)
    expect((await facts(first.id)).fetched_how).toBe('unknown')
    expect((await facts(second.id)).fetched_how).toBe('unknown')

    const version = await change(first.pass)
    await list(first.id, office)
    await list(second.id, office)
    await pushes.apple.phone.fetch(first.pass, undefined, 'GET', office)
    expect(await facts(first.id)).toMatchObject({ fetched_version: version, fetched_how: 'unknown' })
  })

  it('becomes certain when the device asks with the tag that named this version', async () => {
    const first = await newPhone()
    const second = await newPhone(first.pass)
    await change(first.pass)
    const { lastUpdated } = await list(first.id, home)
    await list(second.id, office)
    await pushes.apple.phone.fetch(first.pass, undefined, 'GET', home)
    expect((await facts(first.id)).fetched_how).toBe('inferred')
    await pushes.apple.phone.list(first.id, lastUpdated, home)
    expect((await facts(first.id)).fetched_how).toBe('certain')
  })
})

it('no address is written down', async () => {
  const { id, pass } = await newPhone()
  await change(pass)
  await list(id, home)
  await pushes.apple.phone.fetch(pass, undefined, 'GET', home)
  await facts(id)
  const { rows: tables } = await pushes.apple.world.database.pool.query(
    `select tablename from pg_tables where schemaname = 'public'`,
  )
  for (const { tablename } of tables) {
    const { rowCount } = await pushes.apple.world.database.pool.query(
      `select from ${tablename} as t where t::text like $1`,
      [`%${home}%`],
    )
    expect(rowCount, tablename).toBe(0)
  }
})
