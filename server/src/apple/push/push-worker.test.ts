import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { device } from '../../../test/push-world.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { openPushWorker } from './push-worker.ts'
import type { ApnsSettings, Pusher, PusherOptions } from './pusher.ts'

const passTypeId = 'pass.test.thread'

let folder: string
let apns: VirtualApns
let settings: ApnsSettings
let certificate: PusherOptions['certificate']
const errors: string[] = []
const logger = { debug() {}, error: (_data: object, text: string) => errors.push(text) } as unknown as Logger

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billfold-push-thread-'))
  const authority = await openDevelopmentAuthority(join(folder, 'authority'), new Date())
  apns = await openVirtualApns({ authority, clock: systemClock })
  settings = { url: apns.url, ca: apns.caPem, pushType: 'background', priority: 5, providerKey: undefined }
  const issued = await authority.issuePassCertificate({
    passTypeIdentifier: passTypeId,
    teamIdentifier: 'TEAM123456',
    organizationName: 'Test',
    at: new Date(),
  })
  certificate = { certificate: issued.certificatePem + authority.intermediatePem, privateKey: issued.privateKeyPem }
})
afterAll(async () => {
  await apns.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => apns.script({ kind: 'reset' }))
afterEach(() => errors.splice(0))

function open(script?: URL): Pusher {
  const worker = openPushWorker({ settings, logger, ...(script && { script }) })
  const pusher = worker.openPusher({ passTypeId, certificate })
  onTestFinished(async () => {
    await pusher.close()
    await worker.close()
  })
  return pusher
}

describe('the thread that pushes', () => {
  it('has the outcomes of single pushes and of lists', async () => {
    const since = new Date('2026-01-02T03:04:05.678Z')
    const [one, two, three, gone] = [device(1), device(2), device(3), device(4)]
    apns.script({ kind: 'answer', reason: 'Unregistered', deviceToken: gone, timestamp: since.getTime() })
    const pusher = open()
    const [single, list] = await Promise.all([pusher.push(one), pusher.pushAll([two, gone, three])])
    expect(single).toMatchObject({ kind: 'delivered' })
    expect(list).toEqual([{ index: 1, outcome: { kind: 'gone', reason: 'Unregistered', since } }])
    expect(apns.received().map(({ deviceToken }) => deviceToken)).toEqual(expect.arrayContaining([one, two, three]))
  })

  it('says what is wrong with credentials as the outcome of every push', async () => {
    const worker = openPushWorker({ settings, logger })
    onTestFinished(worker.close)
    const pusher = worker.openPusher({ passTypeId, certificate: { certificate: 'none', privateKey: 'none' } })
    const refused = { kind: 'misconfigured', reason: 'SettingsRefused' }
    expect(await pusher.push(device(1))).toMatchObject(refused)
    expect(await pusher.pushAll([device(1), device(2)])).toMatchObject([
      { index: 0, outcome: refused },
      { index: 1, outcome: refused },
    ])
  })

  it('breaks a list off when it is closed; what comes later is not begun', async () => {
    const [first, slow, last] = [device(5), device(6), device(7)]
    apns.script({ kind: 'max-concurrent-streams', streams: 1 })
    apns.script({ kind: 'slow', delayMs: 3000, deviceToken: slow })
    const pusher = open()
    const list = pusher.pushAll([first, slow, last])
    const received = () => apns.received().map(({ deviceToken }) => deviceToken)
    await expect.poll(received).toContain(first)
    await pusher.close()
    expect(await list).toBe('interrupted')
    expect(received()).not.toContain(last)
  })

  it('is replaced when it crashes: single pushes are to be tried again, of lists nothing is known', async () => {
    const file = join(folder, 'thread.mjs')
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', ({ call, input, options }) => {
         if (options) return
         if (input === 'crash' || input?.[0] === 'crash') throw new Error('crashed')
         parentPort.postMessage({ call, value: input === undefined ? undefined : { kind: 'delivered' } })
       })`,
    )
    const pusher = open(pathToFileURL(file))
    const [push, list] = [pusher.push('crash'), pusher.pushAll(['a', 'b'])]
    await expect(list).rejects.toThrow('The thread that pushes has ended.')
    expect(await push).toEqual({ kind: 'later', reason: 'Interrupted', afterMs: undefined })
    expect(await pusher.push('other')).toEqual({ kind: 'delivered' })
    expect(errors).toEqual(['the thread that pushes has failed; another one follows'])
  })
})
