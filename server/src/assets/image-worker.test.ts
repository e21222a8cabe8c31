import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ImageFault, openImageWorker } from './image-worker.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billfold-images-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A thread that does to each job what stands in its input. */
async function scriptedThread() {
  const file = join(folder, 'thread.mjs')
  await writeFile(
    file,
    `import { parentPort, threadId } from 'node:worker_threads'
     parentPort.on('message', ({ input }) => {
       if (input === 'hang') for (;;);
       if (input === 'crash') throw new Error('crashed')
       if (input === 'exit') process.exit(3)
       parentPort.postMessage({ value: threadId })
     })`,
  )
  return pathToFileURL(file)
}

describe('the image worker', () => {
  it('replaces its thread when a job takes longer than the limit; jobs that wait are not lost', async () => {
    const worker = openImageWorker({ script: await scriptedThread(), timeLimitMs: 1500 })
    const run = (input: string) => worker.run('normalise', input as never) as Promise<unknown>
    const first = await run('work')
    const [hanging, next] = [run('hang'), run('work')]
    await expect(hanging).rejects.toThrow(new ImageFault('It took longer than 1500 ms.'))
    expect(await next).not.toBe(first)
    await worker.close()
  })

  it('survives a thread that crashes or ends', async () => {
    const worker = openImageWorker({ script: await scriptedThread() })
    const run = (input: string) => worker.run('normalise', input as never) as Promise<unknown>
    await expect(run('crash')).rejects.toThrow(new ImageFault('crashed'))
    await expect(run('exit')).rejects.toThrow(new ImageFault('The image thread ended with code 3.'))
    expect(await run('work')).toEqual(expect.any(Number))
    await worker.close()
  })

  it('gives equal bytes for equal input, each time and in each thread', async () => {
    const upload = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#336699' } })
      .jpeg()
      .toBuffer()
    const results = []
    for (let round = 0; round < 2; round++) {
      const worker = openImageWorker()
      const image = await worker.run('normalise', upload)
      if ('tooManyPixels' in image) throw new Error('unexpected')
      const renditions = [{ widthPixels: 50, heightPixels: 50, fit: 'cover' } as const]
      const [icon] = await worker.run('render', { png: image.png, renditions })
      results.push([Buffer.from(image.png), Buffer.from(icon as Uint8Array)])
      await worker.close()
    }
    expect(results[0]).toEqual(results[1])
  })

  it('reaches no decoder but those of PNG, JPEG and WebP', async () => {
    const worker = openImageWorker()
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    await expect(worker.run('normalise', svg)).rejects.toThrow(ImageFault)
    await worker.close()
  })
})
