import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { GoogleWalletError } from '../errors.ts'
import { clientEmail, serviceAccount, serviceAccountFile, serviceAccountPublicKey } from '../testing/service-account.ts'
import { checkSaveJwt } from './check-save-jwt.ts'

const claims = { iss: clientEmail, aud: 'google', typ: 'savetowallet', payload: { offerObjects: [{ id: '1.a' }] } }
const signed = (header: { alg: string; typ?: string }, key = serviceAccount.privateKey, more: object = {}) =>
  new SignJWT({ ...claims, ...more }).setProtectedHeader(header).sign(key)
const codes = (jwt: string, options?: Parameters<typeof checkSaveJwt>[1]) =>
  checkSaveJwt(jwt, options).map(({ code, path }) => `${code} ${path}`)

it('a token of another library has no issues', async () => {
  const jwt = await signed({ alg: 'RS256' })
  expect(codes(jwt, { publicKey: serviceAccountPublicKey, issuer: clientEmail })).toEqual([])
  expect(codes(jwt, { publicKey: serviceAccountPublicKey.export({ type: 'spki', format: 'pem' }) as string })).toEqual(
    [],
  )
  expect(codes(jwt, { publicKey: serviceAccountFile.private_key })).toEqual([])
  expect(codes(jwt, { publicKey: serviceAccount.privateKey })).toEqual([])
})

it('names what is wrong with the header', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  expect(codes(await signed({ alg: 'ES256' }, privateKey))).toEqual(['JWT_HEADER_WRONG header.alg'])
  expect(codes(await signed({ alg: 'RS256', typ: 'savetowallet' }))).toEqual(['JWT_HEADER_WRONG header.typ'])
})

it('finds a signature of another key, and of another text', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = await signed({ alg: 'RS256' }, privateKey)
  expect(codes(foreign, { publicKey: serviceAccountPublicKey })).toEqual(['JWT_SIGNATURE_WRONG signature'])
  const [header, , signature] = (await signed({ alg: 'RS256' })).split('.')
  const other = Buffer.from(JSON.stringify({ ...claims, iat: 1_796_126_400 })).toString('base64url')
  expect(codes(`${header}.${other}.${signature}`, { publicKey: serviceAccountPublicKey })).toEqual([
    'JWT_SIGNATURE_WRONG signature',
  ])
})

it('finds another issuer than the one expected', async () => {
  expect(codes(await signed({ alg: 'RS256' }), { issuer: 'other@example.com' })).toEqual(['CLAIM_WRONG iss'])
})

it('warns of a token that is too long for a link', async () => {
  const long = { payload: { offerObjects: Array.from({ length: 100 }, (_, n) => ({ id: `1.${n}` })) } }
  expect(codes(await signed({ alg: 'RS256' }, serviceAccount.privateKey, long))).toEqual(['JWT_TOO_LONG '])
})

it.each([
  '',
  'a.b',
  'a.b.c',
  '..',
  'https://pay.google.com/gp/v/save/a.b.c',
  'e30.W10.AAAA',
  'e30.e30.',
  'e30.e30.A=A',
])('%j is no signed token', (jwt) => {
  expect(codes(jwt)).toEqual(['JWT_MALFORMED '])
})

it('a public key that is none is the caller’s mistake', () => {
  expect(() => checkSaveJwt('e30.e30.AAAA', { publicKey: 'none' })).toThrow(GoogleWalletError)
})
