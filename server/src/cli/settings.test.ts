import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { processIo } from './io.ts'
import { addSettings, configOf } from './settings.ts'

const ioWith = (env: NodeJS.ProcessEnv) => ({ ...processIo(), env })

describe('the settings of a command', () => {
  it('come from its options before the environment', () => {
    const io = ioWith({ BILLFOLD_DATA: '/data/env', BILLFOLD_PORT: '1234' })
    expect(configOf(io, {})).toMatchObject({ dataDir: '/data/env', port: 1234 })
    expect(configOf(io, { data: '/data/flag' })).toMatchObject({ dataDir: '/data/flag', port: 1234 })
  })

  it('log nothing unless told otherwise', () => {
    expect(configOf(ioWith({}), {}).logLevel).toBe('silent')
    expect(configOf(ioWith({ BILLFOLD_LOG_LEVEL: 'debug' }), {}).logLevel).toBe('debug')
  })

  it('do not mind what commands over HTTP read', () => {
    const env = { BILLFOLD_URL: 'http://localhost:1', BILLFOLD_API_KEY: 'bfk_x' }
    expect(() => configOf(ioWith(env), {})).not.toThrow()
    expect(() => configOf(ioWith({ BILLFOLD_APIKEY: 'x' }), {})).toThrow('BILLFOLD_APIKEY is no setting')
  })

  it('are explained in its help, and a secret is no option', () => {
    const command = addSettings(new Command('x'), 'Installation:', ['dataDir', 'secret'])
    expect(command.options.map(({ flags }) => flags)).toEqual(['--data <folder>'])
    expect(command.helpInformation()).toContain('BILLFOLD_DATA')
  })
})
