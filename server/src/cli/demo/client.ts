/** The API as any customer's program uses it. */
export type DemoClient = <T>(method: string, path: string, body?: object | Buffer) => Promise<T>

export function demoClient(baseUrl: string, apiKey: string): DemoClient {
  return async <T>(method: string, path: string, body?: object | Buffer): Promise<T> => {
    const image = body instanceof Buffer
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': image ? 'image/png' : 'application/json' }),
      },
      ...(body && { body: image ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(
        `The demo could not go on: ${method} ${path} answered ${response.status}: ${await response.text()}`,
      )
    return (await response.json()) as T
  }
}
