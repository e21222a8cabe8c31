import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openApns } from './apns.ts'
import { ApnsError } from './errors.ts'
import type { ApnsOptions } from './options.ts'
import { client, openssl, stranger, testFile, topic } from './testing/authority.ts'
import { certificateAuth } from './testing/open-client.ts'

function problemsOf(options: object): readonly string[] {
  try {
    openApns({ topic, auth: certificateAuth, ...options } as ApnsOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(ApnsError)
    expect(error).toMatchObject({ code: 'OPTIONS_REFUSED' })
    const { problems, message } = error as ApnsError
    for (const { fix } of problems) expect(message).toContain(fix)
    return problems.map(({ option, message }) => `${option}: ${message}`)
  }
  throw new Error('The options were not refused')
}

function pkcs12(name: string, ...args: readonly string[]): Uint8Array {
  const out = testFile(name)
  openssl('pkcs12', '-export', '-in', client.certificateFile, ...args, '-out', out, '-passout', 'pass:right')
  return readFileSync(out)
}

it.each<[string, object, string]>([
  ['a topic that no header can carry', { topic: 'pass\n' }, 'topic: "pass\\n" is no topic.'],
  ['an empty topic', { topic: '' }, 'topic: "" is no topic.'],
  ['an empty push type', { pushType: '' }, 'pushType: "" is no push type.'],
  ['a priority that APNs does not know', { priority: 7 }, 'priority: It is 7.'],
  ['background with priority 10', { priority: 10 }, 'priority: APNs refuses background pushes of priority 10.'],
  ['plain HTTP', { url: 'http://localhost' }, 'url: "http://localhost" is no https address of a server.'],
  ['a URL with a path', { url: 'https://a.example/3' }, 'url: "https://a.example/3" is no https address of a server.'],
  ['an expiration after 30 days', { expirationSeconds: 2_592_001 }, 'expirationSeconds: It is 2592001.'],
  ['no time for a request', { requestTimeoutMs: 0 }, 'requestTimeoutMs: It is 0.'],
  ['half a connection', { maxConnections: 1.5 }, 'maxConnections: It is 1.5.'],
  ['an authority that is none', { ca: 'x' }, 'ca: It cannot be read as a certificate.'],
  [
    'a certificate that is none',
    { auth: { ...certificateAuth, certificate: 'x' } },
    'auth.certificate: It cannot be read as a certificate.',
  ],
  [
    'a private key that is none',
    { auth: { ...certificateAuth, privateKey: 'x' } },
    'auth.privateKey: It cannot be read as a private key.',
  ],
  [
    "another certificate's key",
    { auth: { ...certificateAuth, privateKey: stranger.privateKey } },
    'auth.privateKey: It does not belong to the certificate.',
  ],
  [
    'bytes that are no PKCS#12',
    { auth: { kind: 'pkcs12', pkcs12: Buffer.from('hello') } },
    'auth.pkcs12: It cannot be read as PKCS#12.',
  ],
])('refuses %s', (_name, options, problem) => {
  expect(problemsOf(options)).toEqual([problem])
})

it('refuses a wrong passphrase, whatever it is for', () => {
  const file = pkcs12('right.p12', '-inkey', client.keyFile)
  expect(problemsOf({ auth: { kind: 'pkcs12', pkcs12: file, passphrase: 'wrong' } })).toEqual([
    'auth.passphrase: It does not open the PKCS#12 file.',
  ])
  const encrypted = openssl('pkcs8', '-topk8', '-in', client.keyFile, '-passout', 'pass:right').toString()
  for (const passphrase of ['wrong', undefined]) {
    expect(problemsOf({ auth: { ...certificateAuth, privateKey: encrypted, passphrase } })).toEqual([
      'auth.passphrase: It does not open the private key.',
    ])
  }
})

it('refuses a PKCS#12 file without a key, and one of the old kind with the way to convert it', () => {
  expect(
    problemsOf({ auth: { kind: 'pkcs12', pkcs12: pkcs12('no-key.p12', '-nokeys'), passphrase: 'right' } }),
  ).toEqual(['auth.pkcs12: It holds no private key.'])
  const old = pkcs12('old.p12', '-inkey', client.keyFile, '-legacy')
  expect(problemsOf({ auth: { kind: 'pkcs12', pkcs12: old, passphrase: 'right' } })).toEqual([
    'auth.pkcs12: It is protected by an algorithm that Node.js does not read.',
  ])
})

it('names all problems at once', () => {
  const auth = { kind: 'certificate', certificate: 'x', privateKey: 'x' }
  expect(problemsOf({ topic: '', url: 'x', priority: 1, pingTimeoutMs: -1, ca: ['x'], auth })).toHaveLength(7)
})
