import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billfold-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const lockFile = () => join(folder, 'billfold.lock')
const foreign = (birth: string, pid: number) =>
  writeFile(lockFile(), JSON.stringify({ pid, birth, since: '2026-01-01T00:00:00.000Z', command: 'node billfold' }))

describe('the lock of a data folder', () => {
  test('is refused while a living process holds it, and the refusal names that process', async () => {
    const lock = await lockFolder(folder)
    const { since, command } = JSON.parse(await readFile(lockFile(), 'utf8'))
    const refusal = await lockFolder(folder).catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'data_folder_locked' })
    for (const named of [folder, `pid ${process.pid}`, since, command]) expect(refusal.message).toContain(named)
    expect(refusal.hint).toContain(`kill ${process.pid}`)
    lock.release()
  })

  test('is free again after its release, and leaves nothing', async () => {
    for (let round = 0; round < 2; round++) (await lockFolder(folder)).release()
    expect(await readdir(folder)).toEqual([])
  })

  test('is taken over from a process that has ended', async () => {
    const child = spawn('true')
    await once(child, 'exit')
    await foreign('any', child.pid!)
    const lock = await lockFolder(folder)
    expect(JSON.parse(await readFile(lockFile(), 'utf8')).pid).toBe(process.pid)
    expect(await readdir(folder)).toEqual(['billfold.lock'])
    lock.release()
  })

  test('is taken over when its process id belongs to another process by now', async () => {
    await foreign('an earlier process', process.ppid)
    const lock = await lockFolder(folder)
    lock.release()
  })

  test('is taken over when a power failure cut its file short', async () => {
    await writeFile(lockFile(), '{"pid":')
    const lock = await lockFolder(folder)
    lock.release()
  })

  test('is taken over when an heir was itself killed while it took over', async () => {
    await foreign('an earlier process', process.pid)
    await writeFile(`${lockFile()}.takeover`, await readFile(lockFile()))
    const lock = await lockFolder(folder)
    expect(await readdir(folder)).toEqual(['billfold.lock'])
    lock.release()
  })

  test('never shows the secret of a command line', async () => {
    const script = `import { lockFolder } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)}
      await lockFolder(${JSON.stringify(folder)})`
    const flags = ['--secret', 'hush1', '--secret=hush2', '--port', '1']
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...flags], { stdio: 'inherit' })
    expect(await once(child, 'exit')).toEqual([0, null])
    const record = await readFile(lockFile(), 'utf8')
    expect(record).toContain('--port 1')
    expect(record).not.toContain('hush')
  })

  test('goes to exactly one of many that find its holder dead', async () => {
    await foreign('an earlier process', process.pid)
    const script = `import { lockFolder } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)}
      process.stdin.once('data', async () => {
        console.log(await lockFolder(${JSON.stringify(folder)}).then(() => 'won', (error) => error.code))
        process.stdin.once('data', () => process.exit())
      })
      console.log('here')`
    const heirs = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      return { child, said: async () => String((await once(child.stdout, 'data'))[0]).trim() }
    })
    await Promise.all(heirs.map(({ said }) => said()))
    const answers = heirs.map(({ said }) => said())
    for (const { child } of heirs) child.stdin.write('go\n')
    const outcome = (await Promise.all(answers)).sort()
    for (const { child } of heirs) child.stdin.write('end\n')
    await Promise.all(heirs.map(({ child }) => child.exitCode ?? once(child, 'exit')))
    expect(outcome).toEqual([...Array(5).fill('data_folder_locked'), 'won'])
  })
})
