import { describe, expect, it } from 'vitest'
import { processIo } from '../io.ts'
import { version } from '../version.ts'
import { openServer, path, type ServerOptions, type ServerRequest } from './client.ts'

const problem = (status: number, document: object) => () =>
  Response.json(document, { status, headers: { 'content-type': 'application/problem+json' } })

/** A server whose fetch answers so; with what it was asked. */
function serverThat(
  answer: () => Response | Promise<Response>,
  env: NodeJS.ProcessEnv = {},
  options: ServerOptions = {},
) {
  const requests: Request[] = []
  const io = {
    ...processIo(),
    env: { BILLFOLD_API_KEY: 'bfk_env', ...env },
    fetch: async (...given: ConstructorParameters<typeof Request>) => {
      requests.push(new Request(...given))
      return answer()
    },
  }
  return { server: openServer(io, options), requests }
}

const ask = (answer: () => Response | Promise<Response>, request: ServerRequest = { path: '/x' }) =>
  serverThat(answer).server.ask(request)

describe('a request', () => {
  it('goes to BILLFOLD_URL with BILLFOLD_API_KEY', async () => {
    const { server, requests } = serverThat(() => Response.json({}), { BILLFOLD_URL: 'https://passes.example/base/' })
    await server.ask({ path: '/api/campaigns', query: { limit: 5, cursor: undefined, name: 'a&b' } })
    const [request] = requests
    expect(request?.url).toBe('https://passes.example/base/api/campaigns?limit=5&name=a%26b')
    expect(request?.method).toBe('GET')
    expect(request?.headers.get('authorization')).toBe('Bearer bfk_env')
    expect(request?.headers.get('user-agent')).toBe(`billfold/${version}`)
    expect(request?.headers.has('content-type')).toBe(false)
  })

  it('takes --url and --api-key before the environment', async () => {
    const options = { url: 'http://other.example', apiKey: 'bfk_flag' }
    const { server, requests } = serverThat(
      () => Response.json({}),
      { BILLFOLD_URL: 'https://passes.example' },
      options,
    )
    await server.ask({ path: '/x' })
    expect(requests[0]?.url).toBe('http://other.example/x')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer bfk_flag')
  })

  it('sends JSON, or a file with its own type', async () => {
    const { server, requests } = serverThat(() => Response.json({}))
    await server.ask({ method: 'POST', path: '/x', body: { a: 'ü' } })
    await server.ask({ method: 'PUT', path: '/x', file: { type: 'image/png', bytes: new Uint8Array([1, 2]) } })
    expect(requests[0]?.headers.get('content-type')).toBe('application/json')
    expect(await requests[0]?.json()).toEqual({ a: 'ü' })
    expect(requests[1]?.headers.get('content-type')).toBe('image/png')
    expect(await requests[1]?.bytes()).toEqual(new Uint8Array([1, 2]))
  })

  it('has what is put into its path encoded', () => {
    expect(path`/api/passes/${'a/../b?c'}/content`).toBe('/api/passes/a%2F..%2Fb%3Fc/content')
  })

  it('is not sent without a key, nor to what is no address', () => {
    const io = { ...processIo(), env: {} }
    expect(() => openServer(io, {})).toThrow('This command needs an API key.')
    expect(() => openServer(io, { apiKey: 'bfk_…' })).toThrow('The API key has characters that no API key has.')
    expect(() => openServer(io, { apiKey: 'bfk_x', url: 'localhost:8787' })).toThrow('"localhost:8787" is no address')
    expect(() => openServer(io, { apiKey: 'bfk_x', url: 'nonsense' })).toThrow('"nonsense" is no address')
  })
})

describe('a refusal', () => {
  const document = {
    title: 'The request is not valid',
    code: 'invalid_request',
    detail: 'One place: /a.',
    hint: 'Mend it.',
  }
  const errors = [{ path: '/a', code: 'missing', message: 'is missing', fix: 'Add it.' }]

  it('says what the problem document says', async () => {
    await expect(
      ask(problem(409, { code: 'conflict', detail: 'It is taken.', hint: 'Take another.' })),
    ).rejects.toMatchObject({
      exit: 'refused',
      code: 'conflict',
      message: 'It is taken.',
      hint: 'Take another.',
      errors: [],
    })
  })

  it('names each place once', async () => {
    await expect(ask(problem(400, { ...document, errors }))).rejects.toMatchObject({
      message: 'The request is not valid.',
      errors,
    })
    await expect(ask(problem(400, document))).rejects.toMatchObject({ message: 'One place: /a.' })
  })

  it('that is the server’s own fault names the request, to be found in its log', async () => {
    const fault = { code: 'internal_error', detail: 'Billfold failed.', requestId: 'req_1' }
    await expect(ask(problem(500, fault))).rejects.toMatchObject({
      exit: 'refused',
      message: 'Billfold failed. (request req_1)',
    })
  })
})

describe('what is not Billfold', () => {
  it.each([
    ['a page of a proxy', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), 'it answered with status 502'],
    ['JSON of somebody else', () => Response.json({ error: 'nope' }, { status: 404 }), 'it answered with status 404'],
    ['a web page', () => new Response('<h1>Hello</h1>'), 'its answer is no JSON'],
  ])('is told by %s', async (_, answer, why) => {
    await expect(ask(answer)).rejects.toMatchObject({
      exit: 'unreachable',
      code: 'server_not_billfold',
      message: expect.stringContaining(`What answers at http://localhost:8787 is not Billfold: ${why}`),
    })
  })
})

it('a server that does not answer is unreachable', async () => {
  const refused = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND x') }))
  await expect(ask(refused)).rejects.toMatchObject({
    exit: 'unreachable',
    code: 'server_unreachable',
    message: 'No server answers at http://localhost:8787 (getaddrinfo ENOTFOUND x).',
  })
})

it('a server that takes too long is unreachable', async () => {
  const late = () => Promise.reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
  await expect(ask(late)).rejects.toMatchObject({
    exit: 'unreachable',
    message: 'No server answers at http://localhost:8787 (The operation was aborted due to timeout).',
  })
})
