import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PassError } from '../errors.ts'
import { developmentAuthority, openssl } from '../testing/development-authority.ts'
import { onlyIssueOf } from '../testing/fixtures.ts'
import { isPersonalizationToken, signPersonalizationToken } from './sign-token.ts'

const authority = developmentAuthority()
const token = 'q83vEjRWeJ+/0A==.a_b:c-d'

describe.each(['rsa', 'ec'] as const)('the token of a phone, signed with %s', (key) => {
  it('is accepted by openssl over exactly the bytes of the token', async () => {
    const signature = await signPersonalizationToken(authority.identity({ key }), token)
    const [signatureFile, tokenFile] = ['token.p7s', 'token'].map((name) => join(authority.folder, name)) as [
      string,
      string,
    ]
    writeFileSync(signatureFile, signature)
    writeFileSync(tokenFile, token)
    const input = ['-verify', '-binary', '-inform', 'DER', '-in', signatureFile, '-content', tokenFile]
    const verified = openssl('cms', ...input, '-CAfile', authority.root.certificateFile, '-purpose', 'any')
    expect(verified.toString()).toBe(token)
  })
})

describe('what could be something else than a token', () => {
  it.each([
    ['a manifest', '{"pass.json":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}'],
    ['an empty manifest', '{}'],
    ['a list in JSON', '[]'],
    ['a text in JSON', '"a"'],
    ['nothing', ''],
    ['a token with a line end', `${token}\n`],
    ['a token with white space before it', ` ${token}`],
    ['a NUL', 'a\0b'],
    ['letters beyond ASCII', 'tokén'],
    ['513 characters', 'a'.repeat(513)],
  ])('is not signed: %s', async (_, unsafe) => {
    expect(isPersonalizationToken(unsafe)).toBe(false)
    const issue = await onlyIssueOf(() => signPersonalizationToken(authority.identity(), unsafe))
    expect(issue).toMatchObject({ code: 'PERSONALIZATION_TOKEN_UNSAFE', path: 'token' })
  })

  it.each([undefined, null, 7, {}, [token]])('is no token: %j', (value) => {
    expect(isPersonalizationToken(value)).toBe(false)
  })

  it('ends at 512 characters', () => {
    expect(isPersonalizationToken('a'.repeat(512))).toBe(true)
  })
})

it('nothing is signed with a certificate that has expired', async () => {
  const identity = authority.identity()
  const signingTime = new Date(identity.notAfter.getTime() + 1000)
  const refusal = signPersonalizationToken(identity, token, { signingTime })
  await expect(refusal).rejects.toBeInstanceOf(PassError)
  await expect(refusal).rejects.toThrow('CERTIFICATE_EXPIRED')
})
