import { CommandError } from '../errors.ts'

/** The API as any customer's program uses it. */
export type DemoClient = <T>(method: string, path: string, body?: object | Buffer) => Promise<T>

/** @returns a client that throws CommandError `demo_failed` for whatever is not done */
export function demoClient(address: string, apiKey: string): DemoClient {
  return async <T>(method: string, path: string, body?: object | Buffer): Promise<T> => {
    const image = body instanceof Buffer
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': image ? 'image/png' : 'application/json' }),
      },
      ...(body && { body: image ? new Uint8Array(body) : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw failed(`${method} ${address}${path} got no answer`, cause)
    })
    if (!response.ok) throw failed(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
}

function failed(what: string, cause?: unknown): CommandError {
  return new CommandError('unreachable', 'demo_failed', `The demo could not go on: ${what}.`, {
    hint: 'Start it again: it goes on where it ended. To begin anew, remove its data folder.',
    cause,
  })
}
