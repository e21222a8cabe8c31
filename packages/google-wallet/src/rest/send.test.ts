import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { GoogleApiError } from '../errors.ts'
import { openApi } from '../testing/api-server.ts'
import { objects } from '../testing/passes.ts'
import { googleError, scriptedServer } from '../testing/scripted-server.ts'
import { serviceAccount } from '../testing/service-account.ts'
import type { Attempt } from './send.ts'
import { openWallet } from './wallet.ts'

const { id } = objects.offer
const good = { body: objects.offer }
const path = `/walletobjects/v1/offerObject/${id}`

describe('retries', () => {
  it.each([{ status: 429 }, { status: 500 }, { status: 502 }, { status: 503 }, { status: 504 }, { breaks: true }])(
    'tries again after %j',
    async (failure) => {
      const { wallet, seen } = await openApi([failure, failure, good])
      expect(await wallet.objects('offer').get(id)).toEqual(objects.offer)
      expect(seen()).toEqual([`GET ${path}`, `GET ${path}`, `GET ${path}`])
    },
  )

  it('ends after five tries, and the error says how many there were', async () => {
    const { wallet, seen } = await openApi(() => ({ status: 503 }))
    await expect(wallet.objects('offer').get(id)).rejects.toMatchObject({
      code: 'SERVER_ERROR',
      status: 503,
      isRetryable: true,
      tries: 5,
      unanswered: 5,
      message: `GET ${path}: 503: HTTP 503`,
    })
    expect(seen()).toHaveLength(5)
  })

  it('can be turned off for the client and for a call', async () => {
    const { wallet, seen } = await openApi(() => ({ status: 503 }), { retry: { tries: 1 } })
    await expect(wallet.objects('offer').get(id)).rejects.toMatchObject({ tries: 1 })
    const call = wallet.objects('offer').get(id, { retry: { tries: 2, firstWaitMs: 1, longestWaitMs: undefined } })
    await expect(call).rejects.toMatchObject({ tries: 2 })
    expect(seen()).toHaveLength(3)
  })

  it('waits as long as Retry-After says in seconds', async () => {
    const { wallet } = await openApi([{ status: 503, headers: { 'retry-after': '1' } }, good])
    const startMs = performance.now()
    await wallet.objects('offer').get(id)
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(990)
  })

  it('waits as long as Retry-After says by its date', async () => {
    const { wallet } = await openApi([
      { status: 429, headers: { 'retry-after': 'Tue, 01 Dec 2026 12:00:01 GMT' } },
      good,
    ])
    const startMs = performance.now()
    await wallet.objects('offer').get(id)
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(990)
  })

  it('does not wait longer than allowed: the error says when to try again', async () => {
    const { wallet, seen } = await openApi([{ status: 429, headers: { 'retry-after': '3600' } }])
    await expect(wallet.objects('offer').get(id)).rejects.toMatchObject({
      code: 'QUOTA_EXCEEDED',
      isRetryable: true,
      retryAfterMs: 3_600_000,
    })
    expect(seen()).toHaveLength(1)
  })

  it.each([400, 403, 404, 409, 418])('never after %i', async (status) => {
    const { wallet, seen } = await openApi(() => googleError(status, 'No.'))
    await expect(wallet.objects('offer').get(id)).rejects.toMatchObject({ status, isRetryable: false, tries: 1 })
    expect(seen()).toHaveLength(1)
  })
})

describe('access tokens', () => {
  it('401 renews the token once', async () => {
    const { wallet, api, tokenServer } = await openApi([{ status: 401 }, good])
    expect(await wallet.objects('offer').get(id)).toEqual(objects.offer)
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(tokenServer.seen).toHaveLength(2)
  })

  it('a second 401 is told', async () => {
    const { wallet, seen } = await openApi(() => googleError(401, 'Invalid Credentials', 'authError'))
    await expect(wallet.objects('offer').get(id)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'authError',
    })
    expect(seen()).toHaveLength(2)
  })

  it('a refused key ends the call without a request to the API', async () => {
    const api = await scriptedServer([])
    const tokenServer = await scriptedServer([{ status: 400, body: { error: 'invalid_grant' } }])
    const wallet = openWallet({ serviceAccount, baseUrl: api.url, tokenUrl: tokenServer.url })
    await expect(wallet.issuers.get('1')).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED', unanswered: 0 })
    expect(api.seen).toEqual([])
  })

  it('an outage of the token endpoint is waited for', async () => {
    const api = await scriptedServer([{ body: { issuerId: '1' } }])
    const tokenServer = await scriptedServer([{ status: 503 }, { body: { access_token: 'a', expires_in: 3600 } }])
    const retry = { firstWaitMs: 1 }
    const wallet = openWallet({ serviceAccount, baseUrl: api.url, tokenUrl: tokenServer.url, retry })
    // What was not sent may be sent again, also if it is not repeatable.
    expect(await wallet.issuers.insert({ name: 'Harbour' })).toEqual({ issuerId: '1' })
  })
})

describe('beforeRequest', () => {
  it('is awaited before every single request, retries and pages included', async () => {
    const attempts: Attempt[] = []
    const order: string[] = []
    const beforeRequest = async (attempt: Attempt) => {
      attempts.push(attempt)
      await setTimeout(5)
      order.push(`allowed ${attempt.tryNumber}`)
    }
    const answers = [{ status: 503 }, { status: 401 }, good]
    const { wallet } = await openApi(
      () => {
        order.push('sent')
        return answers.shift()!
      },
      { beforeRequest },
    )
    await wallet.objects('offer').patch(id, { state: 'EXPIRED' }, { priority: 'bulk' })
    expect(order).toEqual(['allowed 1', 'sent', 'allowed 2', 'sent', 'allowed 3', 'sent'])
    expect(attempts[0]).toEqual({ method: 'PATCH', path, tryNumber: 1, priority: 'bulk', signal: undefined })
  })

  it('is asked for the request that finds out whether a message was added, too', async () => {
    const paths: string[] = []
    const message = { id: 'm', header: 'A', body: 'B' }
    const script = [{ breaks: true }, { body: { ...objects.offer, messages: [message] } }]
    const beforeRequest = ({ method, priority }: Attempt) => void paths.push(`${method} ${priority}`)
    const { wallet } = await openApi(script, { beforeRequest })
    await wallet.objects('offer').addMessage(id, message, { priority: 7 })
    expect(paths).toEqual(['POST 7', 'GET 7'])
  })

  it('what it throws ends the call', async () => {
    const beforeRequest = () => {
      throw new RangeError('The budget is spent.')
    }
    const { wallet, seen } = await openApi([], { beforeRequest })
    await expect(wallet.issuers.get('1')).rejects.toThrow(RangeError)
    expect(seen()).toEqual([])
  })
})

describe('signals', () => {
  it('ends a request that is under way', async () => {
    const { wallet } = await openApi([{ hangs: true }])
    await expect(wallet.issuers.get('1', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'ABORTED',
      isRetryable: false,
      cause: { name: 'TimeoutError' },
    })
  })

  it('ends the wait between requests, and the error says what was failing', async () => {
    const { wallet, seen } = await openApi(() => ({ status: 503 }), {
      retry: { firstWaitMs: 600_000, longestWaitMs: 600_000 },
    })
    const controller = new AbortController()
    const failing = wallet.issuers.get('1', { signal: controller.signal }).catch((e) => e)
    await expect.poll(() => seen().length).toBe(1)
    // Both ends live in this process: after so many turns of its loop the answer has been read, however slow it is.
    for (let turn = 0; turn < 20; turn++) await setTimeout(5)
    controller.abort()
    const error: GoogleApiError = await failing
    expect(error).toMatchObject({ code: 'ABORTED', message: expect.stringContaining('Before that: 503: HTTP 503') })
    expect(seen()).toHaveLength(1)
  })

  it('that are aborted already send nothing', async () => {
    const { wallet, seen } = await openApi([])
    await expect(wallet.issuers.get('1', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    expect(seen()).toEqual([])
  })

  it('are given to beforeRequest, which may wait long', async () => {
    const { wallet, seen } = await openApi([], {
      beforeRequest: async ({ signal }) => {
        await setTimeout(600_000, undefined, { signal }).catch(() => {})
      },
    })
    await expect(wallet.issuers.get('1', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'ABORTED',
    })
    expect(seen()).toEqual([])
  })
})

it('a request without an answer in time is tried again', async () => {
  let requests = 0
  const { wallet } = await openApi(() => (requests++ === 0 ? { hangs: true } : good), { timeoutMs: 200 })
  expect(await wallet.objects('offer').get(id)).toEqual(objects.offer)
  // More only where the machine is too slow to read what was answered in time.
  expect(requests).toBeGreaterThanOrEqual(2)
})

it('a server that cannot be reached is UNREACHABLE with the reason of the network', async () => {
  const { wallet } = await openApi([], { baseUrl: 'http://127.0.0.1:1', retry: { tries: 2, firstWaitMs: 1 } })
  await expect(wallet.issuers.get('1')).rejects.toMatchObject({
    code: 'UNREACHABLE',
    status: undefined,
    isRetryable: true,
    message: expect.stringMatching(/ECONNREFUSED|bad port/),
  })
})

it('redirects are not followed with the token', async () => {
  const other = await scriptedServer([])
  const { wallet } = await openApi([{ status: 307, headers: { location: other.url } }])
  await expect(wallet.issuers.get('1')).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER', status: 307 })
  expect(other.seen).toEqual([])
})
