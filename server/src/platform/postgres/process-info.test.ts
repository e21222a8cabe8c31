import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { fromPs, isRunning, runningProcess } from './process-info.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(command: string, args: string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

/** A shell leaves a child that has ended behind and becomes a program that never asks after it. */
async function zombie(): Promise<number> {
  const parent = start('sh', ['-c', 'sh -c "echo \\$\\$; exec cat /dev/null" & exec sleep 600'])
  const [output] = await once(parent.stdout!, 'data')
  const pid = Number(String(output))
  while (await runningProcess(pid)) await new Promise(setImmediate)
  return pid
}

describe('a process', () => {
  test('is found with its command and the folder it works in', async () => {
    const found = await runningProcess(process.pid)
    expect(found?.command).toContain('node')
    if (process.platform === 'linux') expect(found?.folder).toBe(process.cwd())
  })

  test('is not found when none has that id, or the id is none', async () => {
    const child = start('true', [])
    await once(child, 'exit')
    expect(await runningProcess(child.pid!)).toBeUndefined()
    for (const pid of [0, -1, Number.NaN, 1.5]) expect(await runningProcess(pid)).toBeUndefined()
  })

  test('has ended when it is a zombie, although a signal still reaches it', async () => {
    const pid = await zombie()
    expect(process.kill(pid, 0)).toBe(true)
    expect(await runningProcess(pid)).toBeUndefined()
    expect(await fromPs(pid)).toBeUndefined()
  })

  test('is not taken for another one with the same id', async () => {
    const self = await runningProcess(process.pid)
    expect(await isRunning(self!)).toBe(true)
    expect(await isRunning({ pid: process.pid, birth: 'an earlier one' })).toBe(false)
  })

  test('is told apart by ps too, where there is no /proc', async () => {
    const child = start('sleep', ['600'])
    const found = await fromPs(child.pid!)
    expect(found).toMatchObject({ pid: child.pid, command: 'sleep 600' })
    expect(await fromPs(child.pid!)).toEqual(found)
    expect(found?.birth).toMatch(/^\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}$/)
  })
})
