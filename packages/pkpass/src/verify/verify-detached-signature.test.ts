import { describe, expect, it } from 'vitest'
import {
  createAuthority,
  developmentAuthority,
  passTypeIdentifier,
  teamIdentifier,
} from '../testing/development-authority.ts'
import { issuesOf, summarise } from '../testing/fixtures.ts'
import { type OpensslSignature, signByOpenssl } from '../testing/signed-package.ts'
import { verifyDetachedSignature } from './verify-detached-signature.ts'

const authority = developmentAuthority()
const roots = [authority.root.certificate]
// Past the making of every certificate and signature below.
const at = new Date(Date.now() + 3_600_000)
const token = 'bm90IGEgbWFuaWZlc3Q='

const verify = (signature: Uint8Array, content = token) =>
  verifyDetachedSignature(signature, Buffer.from(content), { at, roots })
const issuesIn = (signature: Uint8Array, content?: string) => summarise(verify(signature, content).issues)
const issuesSigned = (signature: OpensslSignature) => issuesIn(signByOpenssl(token, signature))

describe('a detached signature', () => {
  it('without an issue says who made it, and when', () => {
    const { issues, signer, signingTime, chain, ...identifiers } = verify(signByOpenssl(token))
    expect(issues).toEqual([])
    expect(identifiers).toEqual({ passTypeIdentifier, teamIdentifier })
    expect(chain.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])).toEqual([
      `Pass Type ID: ${passTypeIdentifier}`,
      'Development Relations',
      'Development Root',
    ])
    expect(signer?.subject).toContain(`UID=${passTypeIdentifier}`)
    expect(Math.abs((signingTime?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000)
  })

  it('says who made it also for a certificate of another pass type', () => {
    const signer = authority.leaf({ subject: '/UID=pass.example.tea/CN=Tea/OU=ZZZZZ99999' })
    expect(verify(signByOpenssl(token, { signer }))).toMatchObject({
      issues: [],
      passTypeIdentifier: 'pass.example.tea',
      teamIdentifier: 'ZZZZZ99999',
    })
  })

  it('must be over these bytes', () => {
    expect(issuesIn(signByOpenssl(token), `${token}\n`)).toEqual(['MESSAGE_DIGEST_MISMATCH signature'])
  })

  it('must be made by the key of its certificate', () => {
    const signature = signByOpenssl(token)
    signature[signature.length - 1]! ^= 1
    expect(issuesIn(signature)).toEqual(['SIGNATURE_WRONG signature'])
  })

  it('must have a signing time, which has come', () => {
    expect(issuesSigned({ options: ['-noattr'] })).toEqual(['SIGNING_TIME_MISSING signature'])
    const earlier = new Date(Date.now() - 10 * 60_000)
    const { issues } = verifyDetachedSignature(signByOpenssl(token), Buffer.from(token), { at: earlier, roots })
    expect(summarise(issues)).toEqual(['SIGNING_TIME_IN_FUTURE signature'])
  })

  it('must lead to a trusted root through embedded certificates', () => {
    const { issues } = verifyDetachedSignature(signByOpenssl(token), Buffer.from(token), { at })
    expect(summarise(issues)).toEqual(['ROOT_NOT_TRUSTED signature'])
    expect(issuesSigned({ embedded: [] })).toEqual(['CHAIN_INCOMPLETE signature'])
    expect(issuesSigned({ embedded: [createAuthority().intermediate] })).toEqual(['CHAIN_INCOMPLETE signature'])
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['the token itself', Buffer.from(token)],
  ])('that is %s is unreadable, and nobody made it', (_, signature) => {
    const { issues, ...others } = verify(signature)
    expect(summarise(issues)).toEqual(['SIGNATURE_UNREADABLE signature'])
    expect(others).toEqual({ chain: [] })
  })

  it('is verified with roots that are certificates only', async () => {
    const work = () =>
      verifyDetachedSignature(signByOpenssl(token), Buffer.from(token), { at, roots: ['no certificate'] })
    expect(summarise(await issuesOf(work))).toEqual(['INPUT_UNEXPECTED roots[0]'])
  })
})
