import { connect } from 'node:net'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../errors.ts'
import { chosenBy } from './chosen-by.ts'
import { type App, openHttp } from './http.ts'
import { openLogger } from './logger.ts'

const docsUrl = 'https://billfold.test/docs'
const Body = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    size: Type.Integer({ minimum: 1, maximum: 99 }),
    tags: Type.Optional(Type.Array(Type.String(), { maxItems: 2 })),
    since: Type.Optional(Type.String({ format: 'date-time' })),
    origin: Type.Optional(
      Type.Union([Type.Object({ city: Type.String() }, { additionalProperties: false }), Type.Null()]),
    ),
    color: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
    code: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'Three capital letters, such as EUR.' })),
  },
  { additionalProperties: false },
)

const Shape = chosenBy('shape', [
  Type.Object({ shape: Type.Literal('circle'), radius: Type.Integer() }, { additionalProperties: false }),
  Type.Object({ shape: Type.Literal('square'), side: Type.Integer() }, { additionalProperties: false }),
])

class Unfit extends Error {}

let app: App
let failure: unknown
beforeAll(() => {
  const translate = (error: unknown) => (error instanceof Unfit ? new Problem('conflict', 'Translated.') : undefined)
  app = openHttp({ logger: openLogger('silent'), docsUrl, trustProxy: false, translate })
  app.post('/things', { schema: { body: Body } }, async (request) => request.body)
  app.post('/shapes', { schema: { body: Shape } }, async (request) => request.body)
  app.get(
    '/things',
    { schema: { querystring: Type.Object({ limit: Type.Integer() }) } },
    async (request) => request.query,
  )
  app.get('/failing', async () => {
    throw failure
  })
})
afterAll(() => app.close())

const post = (payload: string | object, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/things', payload, headers: { 'content-type': type } })
const fail = async (error: unknown) => {
  failure = error
  return app.inject('/failing')
}

describe('a request that does not fit', () => {
  it('is told every place at once: what, where, and how to fix it', async () => {
    const refused = await post({ size: 0, color: 'green', code: 'eur', more: 1 })
    expect(refused.statusCode).toBe(400)
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const problem = refused.json()
    expect(problem).toMatchObject({
      type: `${docsUrl}/errors/invalid_request`,
      status: 400,
      code: 'invalid_request',
      requestId: expect.stringMatching(/^req_/),
    })
    expect(problem.errors).toEqual(
      expect.arrayContaining([
        { path: '/name', code: 'missing', message: 'is missing', fix: 'Add it.' },
        { path: '/more', code: 'unknown', message: 'is not known here', fix: 'Remove it, or check its spelling.' },
        { path: '/color', code: 'type', message: 'fits none of the shapes allowed here', fix: 'Use "red" or "blue".' },
        {
          path: '/code',
          code: 'pattern',
          message: 'is not of the form needed here',
          fix: 'Three capital letters, such as EUR.',
        },
        expect.objectContaining({ path: '/size', code: 'minimum' }),
      ]),
    )
    expect(problem.errors).toHaveLength(5)
  })

  it.each([
    [{ shape: 'circle', radius: 1 }, []],
    [{ shape: 'circle', side: 1 }, ['/radius missing', '/side unknown']],
    [{ shape: 'square', side: 'x' }, ['/side type']],
    [{ shape: 'star', side: 1 }, ['/shape enum']],
    [{ shape: 1 }, ['/shape enum']],
    [{ side: 1 }, ['/shape missing']],
  ])('of several shapes is judged by the one that it is meant to have: %j', async (body, places) => {
    const answer = await app.inject({ method: 'POST', url: '/shapes', payload: body })
    const { errors = [] } = answer.json() as { errors?: { path: string; code: string; fix: string }[] }
    expect(errors.map(({ path, code }) => `${path} ${code}`).sort()).toEqual(places)
    if (places[0]?.startsWith('/shape')) expect(errors[0]?.fix).toBe('Use one of: circle, square.')
  })

  it('is not bent: a number in quotes is no number in a body, but is one in a query', async () => {
    expect((await post({ name: 'x', size: '3' })).json().errors).toMatchObject([{ path: '/size', code: 'type' }])
    expect((await app.inject('/things?limit=3')).json()).toEqual({ limit: 3 })
    expect((await app.inject('/things?limit=x')).json().errors).toMatchObject([{ path: '/querystring/limit' }])
  })

  it.each([
    [{ size: 0 }, ['/size minimum: is less than 1. Send 1 or more.']],
    [{ size: 1e9 }, ['/size maximum: is more than 99. Send 99 or less.']],
    [{ size: 'x' }, ['/size type: is not of type integer. Send an integer.']],
    [{ name: '' }, ['/name minLength: is empty. Send at least 1 character.']],
    [{ tags: ['a', 'b', 'c'] }, ['/tags maxItems: has more than 2 items. Send at most 2 items.']],
    [{ tags: 'a' }, ['/tags type: is not of type array. Send an array.']],
    [{ since: 'May' }, ['/since format: is no date-time. Write it like 2027-01-31T18:00:00+01:00.']],
  ])('is told so in words: %j', async (part, faults) => {
    const refused = await post({ name: 'x', size: 1, ...part })
    const { errors } = refused.json() as { errors: { path: string; code: string; message: string; fix: string }[] }
    expect(errors.map(({ path, code, message, fix }) => `${path} ${code}: ${message}. ${fix}`)).toEqual(faults)
  })

  it.each([
    [{ origin: { city: 5, more: 1 } }, ['/origin/more unknown', '/origin/city type']],
    [{ origin: { city: 'Kiel' } }, []],
    [{ origin: null }, []],
    [{ origin: 'Kiel' }, ['/origin type']],
  ])('is judged by the only shape that it can be meant to have: %j', async (part, places) => {
    const refused = await post({ name: 'x', size: 1, ...part })
    const { errors = [] } = refused.json() as { errors?: { path: string; code: string }[] }
    expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(places)
  })

  it.each([
    [
      'not JSON',
      '{"name":',
      'application/json',
      400,
      'malformed_body',
      /^The body is no JSON: Unexpected end of JSON input\.$/,
    ],
    ['JSON up to a place', '{"name" 1}', 'application/json', 400, 'malformed_body', /position 8/],
    ['meant to harm', '{"__proto__":{}}', 'application/json', 400, 'malformed_body', /__proto__/],
    ['empty', '', 'application/json', 400, 'invalid_request', /^One place is not valid: \/ is missing\.$/],
    [
      'no object',
      '[]',
      'application/json',
      400,
      'invalid_request',
      /^One place is not valid: \/ is not of type object\.$/,
    ],
    [
      'of a type that the route does not take',
      '<x/>',
      'application/xml',
      415,
      'unsupported_media_type',
      /application\/xml/,
    ],
    ['plain text', '{}', 'text/plain', 415, 'unsupported_media_type', /text\/plain/],
    [
      'over the limit',
      JSON.stringify({ name: 'x'.repeat(1_100_000), size: 1 }),
      'application/json',
      413,
      'body_too_large',
      /over 1,048,576 bytes/,
    ],
  ])('a body that is %s', async (_name, payload, type, status, code, detail) => {
    const refused = await post(payload, type)
    expect([refused.statusCode, refused.json().code, refused.json().detail]).toEqual([
      status,
      code,
      expect.stringMatching(detail),
    ])
  })

  it.each(['/nothing', '/%ZZ', `/${'x'.repeat(20_000)}`])('an address that is none: %.20s', async (url) => {
    const refused = await app.inject(url)
    expect(refused.statusCode).toBeGreaterThanOrEqual(400)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(refused.json().code).toMatch(/^(not_found|invalid_request)$/)
  })
})

describe('an address', () => {
  it('says which methods it takes', async () => {
    const refused = await app.inject({ method: 'DELETE', url: '/things?x=1' })
    expect([refused.statusCode, refused.headers.allow, refused.json().code]).toEqual([
      405,
      'GET, HEAD, POST',
      'method_not_allowed',
    ])
  })

  it('that is not even HTTP is refused like any other', async () => {
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const socket = connect(Number(address.port), address.hostname)
    socket.write('FOO / HTTP/1.1\r\n\r\n')
    const answer = (await socket.toArray()).join('')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'invalid_request' })
  })
})

describe('an error', () => {
  it('that is meant for the client goes out as it is, with the feature’s own translated', async () => {
    expect((await fail(new Problem('not_found', 'No such thing.', { hint: 'Look elsewhere.' }))).json()).toMatchObject({
      status: 404,
      detail: 'No such thing.',
      hint: 'Look elsewhere.',
    })
    expect((await fail(new Unfit())).json()).toMatchObject({ code: 'conflict', detail: 'Translated.' })
  })

  it('of ours says nothing of its cause', async () => {
    const answer = await fail(new Error('password=hunter2'))
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal_error'])
    expect(answer.body).not.toContain('hunter2')
  })

  it.each([
    [Object.assign(new Error('gone'), { code: '57P01' })],
    [new Error('Query read timeout')],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    [new Error('Connection terminated unexpectedly')],
  ])('that means the database is away is a 503: %s', async (error) => {
    const answer = await fail(error)
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'database_unavailable'])
  })
})
