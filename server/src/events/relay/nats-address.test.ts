import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../config.ts'
import { natsAddress } from './nats-address.ts'

describe('BILLFOLD_NATS_URL', () => {
  it.each([
    ['nats://localhost:4222', { servers: ['localhost:4222'] }],
    ['nats://ada:s%40fe@broker', { servers: ['broker'], user: 'ada', pass: 's@fe' }],
    ['nats://t0ken@broker:4222', { servers: ['broker:4222'], token: 't0ken' }],
    ['tls://a:4222, tls://b:4222', { servers: ['a:4222', 'b:4222'], tls: {} }],
  ])('%s', (text, address) => {
    expect(natsAddress(loadConfig({ BILLFOLD_NATS_URL: text }).natsUrl!)).toEqual(address)
  })

  it.each(['localhost:4222', 'http://localhost:4222', 'nats://', 'nats://a:4222,b:4222'])(
    'is refused as %s, without saying it, since it may hold a password',
    (text) => {
      const load = () => loadConfig({ BILLFOLD_NATS_URL: text })
      expect(load).toThrow('BILLFOLD_NATS_URL must be a URL such as nats://localhost:4222')
      expect(load).not.toThrow(`(it is`)
    },
  )
})
