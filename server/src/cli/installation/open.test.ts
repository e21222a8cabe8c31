import { describe, expect, it, onTestFinished } from 'vitest'
import { lockFolder } from '../../platform/postgres/lock.ts'
import { startOwnPostgres } from '../../platform/postgres/supervise.ts'
import { temporaryFolder } from '../testing/folder.ts'
import { run } from '../testing/run.ts'

const secret = 'a secret of 32 characters or more'

describe('the installation in a data folder', () => {
  it('is made by the first command, and found by the next', async () => {
    const env = { BILLFOLD_DATA: await temporaryFolder() }
    const made = await run(['customer', 'create', 'Acme Coffee', '--json'], { env })
    expect(made.stderr).toBe('')
    const { customerId } = made.json<{ customerId: string }>()
    expect((await run(['customer', 'list'], { env })).stdout).toContain(`${customerId}  Acme Coffee`)
  })

  it('can be worked on while a server runs there, and goes on running', async () => {
    const dataDir = await temporaryFolder()
    const server = await startOwnPostgres({ dataDir })
    onTestFinished(() => server.stop())
    const made = await run(['customer', 'create', 'Acme Coffee', '--data', dataDir])
    expect(made.stderr).toBe('')
    expect(made.code).toBe(0)
    const list = await run(['customer', 'list', '--data', dataDir])
    expect(list.stdout).toContain('Acme Coffee')
  })

  it('is waited for while another process is just starting or stopping', async () => {
    const dataDir = await temporaryFolder()
    const lock = await lockFolder(dataDir)
    setTimeout(() => lock.release(), 500)
    expect(await run(['customer', 'list', '--data', dataDir])).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('an installation that cannot be opened ends with 3 and says why', () => {
  it.each([
    [
      'a database that does not answer',
      { BILLFOLD_DATABASE_URL: 'postgresql://x@127.0.0.1:1/x', BILLFOLD_SECRET: secret },
      /^Error: The database cannot be used: .*ECONNREFUSED.*\nHint: /,
    ],
    [
      'a secret that is missing',
      { BILLFOLD_DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' },
      /BILLFOLD_SECRET is missing/,
    ],
    [
      'settings that are wrong, all at once',
      { BILLFOLD_PORT: 'x', BILLFOLD_COLOUR: 'red' },
      /BILLFOLD_PORT must be [\s\S]*BILLFOLD_COLOUR is no setting/,
    ],
    [
      'a data folder that is a file',
      { BILLFOLD_DATA: '/dev/null' },
      /^Error: The data folder \/dev\/null cannot be used/,
    ],
  ])('%s', async (_, env, message) => {
    const { code, stdout, stderr } = await run(['customer', 'list'], { env })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain(secret)
  })
})
