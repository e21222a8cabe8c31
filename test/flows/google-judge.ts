import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { checkClass, checkObject, checkSaveJwt, type Issue, type Vertical, verticals } from '@billfold/google-wallet'
import type { ReceivedRequest } from '@billfold/simulator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { jwtVerify } from 'jose'

/** Who has to have signed all tokens: a service account. */
export interface Signer {
  readonly email: string
  /** PEM; of a private key, its public one. */
  readonly key: string
}

/**
 * Judges everything that a server has sent to Google: resources by Google's own description of its API, read as a JSON
 * Schema by Ajv, and by our library; tokens by jose. Answers with what is wrong.
 */
export async function faultsOf(received: readonly ReceivedRequest[], signer: Signer): Promise<string[]> {
  const faults: string[] = []
  for (const request of received) {
    const found = await faultsOfRequest(request, signer).catch(({ message }: Error) => [message])
    faults.push(...found.map((fault) => `${request.method} ${request.path.slice(0, 80)}: ${fault}`))
  }
  return faults
}

async function faultsOfRequest({ method, path, body, status }: ReceivedRequest, signer: Signer) {
  const [pathname = ''] = path.split('?')
  if (pathname === '/token') return faultsOfAssertion(String(body), signer)
  if (pathname.startsWith('/gp/v/save/')) return faultsOfSaveJwt(pathname.split('/').at(-1) ?? '', signer)
  const refused = status !== null && status >= 400 && !isExpected(method, status) ? [`was answered ${status}`] : []
  const [, collection = '', , action] = /^\/walletobjects\/v1\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(pathname) ?? []
  const kind = kinds.get(collection)
  if (!kind || body === null) return refused
  if (action === 'addMessage') return [...refused, ...faultsBy('AddMessageRequest', body)]
  const check = kind.side === 'class' ? checkClass : checkObject
  const issues = check(kind.vertical, body, { patch: method === 'PATCH' })
  return [...refused, ...faultsBy(kind.schema, withoutNulls(body)), ...errorsIn(issues)]
}

/** What is inserted may be there already, and what is changed may not be. */
const isExpected = (method: string, status: number) =>
  (method === 'POST' && status === 409) || (method === 'PATCH' && status === 404)

const kinds = new Map(
  Object.entries(verticals).flatMap(([vertical, names]) => [
    [names.classCollection as string, { vertical: vertical as Vertical, side: 'class', schema: names.class as string }],
    [
      names.objectCollection as string,
      { vertical: vertical as Vertical, side: 'object', schema: names.object as string },
    ],
  ]),
)

/** RFC 7523, as Google wants it of service accounts. */
async function faultsOfAssertion(form: string, signer: Signer): Promise<string[]> {
  const assertion = new URLSearchParams(form).get('assertion') ?? ''
  const verified = await jwtVerify(assertion, publicKeyOf(signer), { issuer: signer.email, algorithms: ['RS256'] })
  const { scope } = verified.payload
  return scope === 'https://www.googleapis.com/auth/wallet_object.issuer' ? [] : [`asks for ${scope}`]
}

async function faultsOfSaveJwt(jwt: string, signer: Signer): Promise<string[]> {
  const { payload: claims } = await jwtVerify<{ typ: string; payload: Record<string, object[]> }>(
    jwt,
    publicKeyOf(signer),
    { issuer: signer.email, audience: 'google', typ: 'JWT', algorithms: ['RS256'] },
  )
  const carried = Object.values(verticals).flatMap((names) => [
    ...(claims.payload[names.classes] ?? []).flatMap((resource) => faultsBy(names.class, resource)),
    ...(claims.payload[names.objects] ?? []).flatMap((resource) => faultsBy(names.object, resource)),
  ])
  const issues = checkSaveJwt(jwt, { publicKey: publicKeyOf(signer).export({ type: 'spki', format: 'pem' }) as string })
  const wrong = claims.typ === 'savetowallet' ? [] : [`typ ${claims.typ}`]
  return [...wrong, ...carried, ...errorsIn(issues)]
}

const publicKeyOf = ({ key }: Signer) => createPublicKey(key)

/** Servers of tests have no TLS. */
const errorsIn = (issues: readonly Issue[]) =>
  issues
    .filter(({ severity, code }) => severity === 'error' && code !== 'URI_NOT_HTTPS')
    .map(({ path, message }) => `${path} ${message}`)

/** Of a patch, null removes. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, part]) => part !== null)
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutNulls(part)]))
}

/** A part of Google's description (Google API Discovery, *Type and format summary*). */
interface Described {
  readonly id?: string
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly items?: Described
  readonly properties?: Readonly<Record<string, Described>>
}

const file = new URL('../../packages/google-wallet/description/walletobjects.v1.discovery.json', import.meta.url)
const { schemas } = JSON.parse(readFileSync(file, 'utf8')) as { schemas: Record<string, Described> }
const ajv = new Ajv2020({ allErrors: true, strict: false })
for (const [name, schema] of Object.entries(schemas)) ajv.addSchema({ $id: `/${name}`, ...jsonSchemaOf(schema) })

function jsonSchemaOf({ $ref, type, format, enum: values, items, properties }: Described): object {
  if ($ref !== undefined) return { $ref: `/${$ref}` }
  if (properties) {
    const parts = Object.entries(properties).map(([name, part]) => [name, jsonSchemaOf(part)])
    return { type: 'object', properties: Object.fromEntries(parts), additionalProperties: false }
  }
  if (items) return { type: 'array', items: jsonSchemaOf(items) }
  if (format === 'int64') return { type: ['string', 'integer'], pattern: '^-?\\d+$' }
  return { type, ...(values && { enum: values }) }
}

function faultsBy(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(`/${schema}`) as ValidateFunction
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}
