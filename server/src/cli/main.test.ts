import { describe, expect, it } from 'vitest'
import { run } from './testing/run.ts'

const refusesToConnect = async () => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) })
}
const server = { env: { BILLFOLD_API_KEY: 'bfk_x', BILLFOLD_URL: 'http://billfold.test' }, fetch: refusesToConnect }

describe('a command line that cannot be understood ends with 2', () => {
  it.each([
    [['pasz'], "Error: Unknown command 'pasz'.\nHint: Did you mean pass?\n"],
    [['pass', 'isue'], "Error: Unknown command 'isue'.\nHint: Did you mean issue?\n"],
    [['pass', 'void'], "Error: Missing required argument 'pass'.\nHint: See `billfold pass void --help`.\n"],
    [['pass', 'find', '--colour'], "Error: Unknown option '--colour'.\nHint: See `billfold pass find --help`.\n"],
    [
      ['link', 'create', 'a', 'b', '--platform', 'nokia'],
      "Error: Option '--platform <wallet>' argument 'nokia' is invalid. Allowed choices are auto, apple, google.\nHint: See `billfold link create --help`.\n",
    ],
    [
      ['key', 'list', 'all'],
      "Error: Too many arguments for 'list'. Expected 0 arguments but got 1: all.\nHint: See `billfold key list --help`.\n",
    ],
  ])('billfold %j', async (argv, stderr) => {
    expect(await run(argv)).toMatchObject({ code: 2, stdout: '', stderr })
  })

  it('as does a program without a command, which shows the help', async () => {
    const { code, stdout, stderr } = await run([])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('Usage: billfold <command>')
  })
})

describe('an error', () => {
  it('is for people on standard error, with a hint', async () => {
    expect(await run(['campaign', 'list'], server)).toMatchObject({
      code: 3,
      stdout: '',
      stderr:
        'Error: No server answers at http://billfold.test (ECONNREFUSED).\n' +
        'Hint: Start it with `billfold serve`, or say where it is with --url or BILLFOLD_URL.\n',
    })
  })

  it('is also the one JSON document of a command that scripts read', async () => {
    const result = await run(['campaign', 'list', '--json'], server)
    expect(result.code).toBe(3)
    expect(result.json()).toEqual({
      error: {
        code: 'server_unreachable',
        message: 'No server answers at http://billfold.test (ECONNREFUSED).',
        hint: 'Start it with `billfold serve`, or say where it is with --url or BILLFOLD_URL.',
      },
    })
    expect(result.stderr).toMatch(/^Error: No server answers/)
  })

  it('is one JSON document also when the command line cannot be understood', async () => {
    const result = await run(['pass', 'void', '--json'])
    expect(result.code).toBe(2)
    expect(result.json()).toMatchObject({ error: { code: 'usage', message: "Missing required argument 'pass'." } })
  })

  it('shows where it came from only if BILLFOLD_LOG_LEVEL is debug', async () => {
    const debug = { ...server, env: { ...server.env, BILLFOLD_LOG_LEVEL: 'debug' } }
    expect((await run(['campaign', 'list'], debug)).stderr).toMatch(/\n {4}at .*client/)
    expect((await run(['campaign', 'list'], server)).stderr).not.toMatch(/^ {4}at /m)
  })

  it('is red on a terminal, unless NO_COLOR is set', async () => {
    const onTerminal = { ...server, terminal: true }
    expect((await run(['campaign', 'list'], onTerminal)).stderr).toContain('\u001b[31mError:\u001b[39m No server')
    const plain = { ...onTerminal, env: { ...server.env, NO_COLOR: '1' } }
    expect((await run(['campaign', 'list'], plain)).stderr).toMatch(/^Error: No server/)
  })
})
