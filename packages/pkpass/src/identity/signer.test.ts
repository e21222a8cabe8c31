import { generateKeyPairSync } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { keySigner } from './signer.ts'

setFlagsFromString('--expose-gc')
const patience = { timeout: 60_000 }
const collect: (options?: { type: 'minor' }) => void = runInNewContext('gc')

describe('a signer with a key of this process', () => {
  it('lets go of what it has signed before V8 collects its whole heap', async () => {
    const signer = keySigner(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
    collect()
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 100; i++) await signer.sign(new Uint8Array(20_000))
    await vi.waitFor(() => {
      collect({ type: 'minor' })
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(500_000)
    }, patience)
  })
})
