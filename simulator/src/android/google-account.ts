import { SimulatorError } from '../errors.ts'
import type { AccountWallet } from '../google/wallets.ts'
import { isObject, objectsIn } from '../json.ts'
import { type Fetch, failureOf, timeoutMs } from '../phone/send.ts'
import type { Step } from '../phone/steps.ts'

/** What a phone asks Google about its account. */
export interface GoogleAccount {
  /** @throws SimulatorError `google_unreachable` */
  wallet(): Promise<AccountWallet>
  /** Has the objects behind a save link saved; their ids. @throws SimulatorError `google_unreachable`, `save_refused` */
  save(saveLink: string): Promise<readonly string[]>
  /** Takes an object out of the wallet, if it is there. @throws SimulatorError `google_unreachable` */
  remove(objectId: string): Promise<void>
  /** Hears of every change until it is told to end, or the connection breaks. */
  changes(onChange: () => void, signal: AbortSignal): Promise<void>
}

export interface AccountOptions {
  /** An e-mail address. */
  readonly account: string
  readonly walletsUrl: string
  readonly fetch: Fetch
  readonly onStep: (step: Step) => void
}

export function googleAccount({ account, walletsUrl, fetch, onStep }: AccountOptions): GoogleAccount {
  const walletUrl = `${walletsUrl}/${encodeURIComponent(account)}`

  async function ask(method: string, url: string, body?: object): Promise<Response> {
    try {
      const answer = await fetch(url, {
        method,
        headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      onStep({ kind: 'request', method, url, outcome: answer.status })
      return answer
    } catch (cause) {
      onStep({ kind: 'request', method, url, outcome: failureOf(cause) })
      throw unreachable(failureOf(cause), cause)
    }
  }

  return {
    async wallet() {
      const answer = await ask('GET', walletUrl)
      if (!answer.ok) throw unreachable(`status ${answer.status}`)
      return (await answer.json()) as AccountWallet
    },
    async save(saveLink) {
      const answer = await ask('POST', saveLink, { account })
      const body: unknown = await answer.json().catch(() => undefined)
      if (answer.ok && isObject(body)) return [body.objectIds].flat().map(String)
      throw refused(answer.status, body)
    },
    async remove(objectId) {
      const answer = await ask('DELETE', `${walletUrl}/${encodeURIComponent(objectId)}`)
      // What is not there need not be removed.
      if (!answer.ok && answer.status !== 404) throw unreachable(`status ${answer.status}`)
    },
    async changes(onChange, signal) {
      const answer = await fetch(`${walletUrl}/changes`, { signal })
      for await (const _ of answer.body ?? []) onChange()
    },
  }
}

function unreachable(why: string, cause?: unknown): SimulatorError {
  return new SimulatorError('google_unreachable', `The phone cannot reach the virtual Google: ${why}.`, {
    fix: 'Check that it is running, or try again later.',
    cause,
  })
}

function refused(status: number, body: unknown): SimulatorError {
  const error = isObject(body) && isObject(body.error) ? body.error : {}
  const messages = objectsIn(error.errors).map((item) => String(item.message))
  const said = messages.length > 0 ? messages : [`Google answers ${status}.`]
  const fix = 'Look at what the server has signed or inserted.'
  return new SimulatorError('save_refused', said.join(' '), {
    fix,
    issues: said.map((message) => ({ code: 'save_refused', severity: 'error', path: '', message, fix })),
  })
}
