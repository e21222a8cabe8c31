import { readPass } from '@billfold/pkpass'

/** A bare client of Apple's update web service: exactly the requests of a phone, and nothing that hides an answer. */
export interface Card {
  readonly passTypeIdentifier: string
  readonly serialNumber: string
  readonly authenticationToken: string
}

export function cardOf(bytes: Uint8Array): Card {
  const { pass } = readPass(bytes)
  const { passTypeIdentifier, serialNumber, authenticationToken } = pass as unknown as Card
  return { passTypeIdentifier, serialNumber, authenticationToken }
}

const authorization = (card: Card) => ({ authorization: `ApplePass ${card.authenticationToken}` })

export async function register(baseUrl: string, device: string, card: Card): Promise<number> {
  const path = `/v1/devices/${device}/registrations/${card.passTypeIdentifier}/${card.serialNumber}`
  const headers = { ...authorization(card), 'content-type': 'application/json' }
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ pushToken: device }),
  })
  await response.arrayBuffer()
  return response.status
}

export async function list(
  baseUrl: string,
  device: string,
  passTypeIdentifier: string,
  tag: string | undefined,
): Promise<{ serialNumbers: readonly string[]; lastUpdated: string } | undefined> {
  const since = tag === undefined ? '' : `?passesUpdatedSince=${tag}`
  const response = await fetch(`${baseUrl}/v1/devices/${device}/registrations/${passTypeIdentifier}${since}`)
  if (response.status === 204) return undefined
  if (response.status !== 200) throw new Error(`list: ${response.status} ${await response.text()}`)
  return (await response.json()) as { serialNumbers: string[]; lastUpdated: string }
}

export async function get(
  baseUrl: string,
  card: Card,
  ifModifiedSince: string | undefined,
): Promise<{ lastModified: string; bytes: Uint8Array; pass: { readonly [key: string]: unknown } } | undefined> {
  const headers = { ...authorization(card), ...(ifModifiedSince && { 'if-modified-since': ifModifiedSince }) }
  const response = await fetch(`${baseUrl}/v1/passes/${card.passTypeIdentifier}/${card.serialNumber}`, { headers })
  if (response.status === 304) return undefined
  if (response.status !== 200) throw new Error(`get: ${response.status} ${await response.text()}`)
  const lastModified = response.headers.get('last-modified')
  if (lastModified === null) throw new Error('get: no Last-Modified')
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { lastModified, bytes, pass: readPass(bytes).pass }
}
