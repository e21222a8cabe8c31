import { describe, expect, it } from 'vitest'
import { rememberRecent } from './recent.ts'

describe('rememberRecent', () => {
  it('computes once for who asks at the same time and for who asks later', async () => {
    const remember = rememberRecent<object>(2)
    const compute = async () => ({})
    const [one, two] = await Promise.all([remember('a', compute), remember('a', compute)])
    expect(two).toBe(one)
    expect(await remember('a', compute)).toBe(one)
  })

  it('forgets the least recently used beyond its size', async () => {
    const remember = rememberRecent<object>(2)
    const get = (key: string) => remember(key, async () => ({}))
    const [a, b] = [await get('a'), await get('b')]
    expect(await get('a')).toBe(a)
    await get('c')
    expect(await get('a')).toBe(a)
    expect(await get('b')).not.toBe(b)
  })

  it('forgets a failure, so that the next one tries anew', async () => {
    const remember = rememberRecent<string>(2)
    await expect(remember('a', () => Promise.reject(new Error('once')))).rejects.toThrow('once')
    expect(await remember('a', async () => 'fine')).toBe('fine')
  })
})
