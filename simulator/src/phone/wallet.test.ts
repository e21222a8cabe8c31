import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { storeCard } from '../testing/development-passes.ts'
import { openTestPhone, sharedMint } from '../testing/test-phone.ts'
import { openPhone } from './phone.ts'

const mint = await sharedMint()

describe("the phone's folder", () => {
  it('is readable by its owner only, tokens being secrets', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card())
    expect((await stat(test.dir)).mode & 0o777).toBe(0o700)
    expect((await stat(join(test.dir, 'phone.json'))).mode & 0o777).toBe(0o600)
  })

  it('closes no folder above it, which may be others’ too', async () => {
    await using test = await openTestPhone(mint)
    const data = join(test.dir, 'data')
    await openPhone(join(data, 'phones', 'second'), { name: 'second', clock: { now: () => new Date() }, roots: [] })
    const modes = [data, join(data, 'phones'), join(data, 'phones', 'second')].map(async (folder) =>
      ((await stat(folder)).mode & 0o777).toString(8),
    )
    const usual = (0o777 & ~process.umask()).toString(8)
    expect(await Promise.all(modes)).toEqual([usual, usual, '700'])
  })

  it('has the packages that are held and no others, whatever a crash left behind', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card())
    await test.phone.add(await mint.card(storeCard({ points: 11 })))
    await writeFile(join(test.dir, 'passes', 'left-behind.tmp'), 'half a package')
    await test.phone.refresh()
    expect(await readdir(join(test.dir, 'passes'))).toHaveLength(1)
    expect((await test.phone.show('card-1')).fields.header[0]?.value).toBe('11')
  })

  it.each([
    ['is cut off', '{"version":1,', ['is not JSON']],
    ['is something else', '[]', ['the file is not an object']],
    [
      'is of a later version',
      '{"version":2,"webServices":{},"passes":[],"removals":[],"complaints":[]}',
      ['version is not 1'],
    ],
    [
      'has several faults',
      '{"version":1,"webServices":{"https://a":{"tags":{"t":5}}},"passes":[{"personalizationToken":5}],"removals":{},"complaints":[{"sent":"no"}]}',
      [
        'webServices["https://a"].pushToken is not a string',
        'webServices["https://a"].tags["t"] is not an object',
        'passes[0].serialNumber is not a string',
        'passes[0].registered is not a boolean',
        'passes[0].lockScreen is not a list',
        'passes[0].personalizationToken is not a string',
        'removals is not a list',
        'complaints[0].sent is not a boolean',
      ],
    ],
  ])('is refused if phone.json %s: every fault is named, and nothing is overwritten', async (_, content, faults) => {
    await using test = await openTestPhone(mint)
    const file = join(test.dir, 'phone.json')
    await writeFile(file, content)

    for (const work of [() => test.phone.list(), () => test.phone.refresh(), () => test.reopen()]) {
      const error = await work().catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'phone_damaged', fix: expect.stringContaining('empty phone') })
      for (const fault of [file, ...faults]) expect(String(error)).toContain(fault)
    }
    expect(await readFile(file, 'utf8')).toBe(content)
  })

  it.each([
    ['missing', (path: string) => rm(path), 'cannot be read'],
    ['changed', (path: string) => writeFile(path, 'something else'), 'has been changed'],
  ])('is refused if a package is %s', async (_, damage, expected) => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card())
    const [file = ''] = await readdir(join(test.dir, 'passes'))
    await damage(join(test.dir, 'passes', file))
    await expect(test.phone.show('card-1')).rejects.toMatchObject({
      code: 'phone_damaged',
      message: expect.stringMatching(new RegExp(`${file} cannot be used: the package of pass card-1 ${expected}`)),
    })
  })
})

describe('the lock between processes', () => {
  it('is waited for while its process lives, and taken over once that has died', async () => {
    await using test = await openTestPhone(mint)
    const lock = join(test.dir, 'phone.lock')
    const holder = spawn('sleep', ['600'])
    await writeFile(lock, String(holder.pid))
    let added = false
    const adding = test.phone.add(await mint.card()).then(() => {
      added = true
    })
    expect(await test.phone.list()).toEqual([])
    expect(added).toBe(false)

    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    await adding
    expect(await test.phone.list()).toHaveLength(1)
    await expect(stat(lock)).rejects.toThrow('ENOENT')
  })

  it('is taken over at once if this process left it behind under the same number', async () => {
    await using test = await openTestPhone(mint)
    await writeFile(join(test.dir, 'phone.lock'), String(process.pid))
    await test.phone.add(await mint.card())
    expect(await test.phone.list()).toHaveLength(1)
  })

  it('is released when the work fails', async () => {
    await using test = await openTestPhone(mint)
    await expect(test.phone.add(Buffer.from('nothing'))).rejects.toThrow()
    await test.phone.add(await mint.card())
    expect(await readdir(test.dir)).toEqual(['passes', 'phone.json'])
  })
})
