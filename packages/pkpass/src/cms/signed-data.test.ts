import { hash, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childOf, childrenOf, oidOf, readDer } from '../der/read.ts'
import { tag } from '../der/write.ts'
import { developmentAuthority, openssl } from '../testing/development-authority.ts'
import { readSignedData } from './read-signed-data.ts'
import { detachedSigner } from './signed-data.ts'

const authority = developmentAuthority()
const identities = { rsa: authority.identity(), ec: authority.identity({ key: 'ec' }) }
const content = Buffer.from('{"pass.json":"0123"}')
const messageDigest = hash('sha256', content, 'buffer')
const signingTime = new Date()

function verifyByOpenssl(command: 'cms' | 'smime', signature: Uint8Array, ...options: readonly string[]): Buffer {
  const [signatureFile, contentFile] = [join(authority.folder, 'signature'), join(authority.folder, 'content')]
  writeFileSync(signatureFile, signature)
  writeFileSync(contentFile, content)
  const input = ['-verify', '-binary', '-inform', 'DER', '-in', signatureFile, '-content', contentFile]
  return openssl(command, ...input, '-CAfile', authority.root.certificateFile, '-purpose', 'any', ...options)
}

describe.each(['rsa', 'ec'] as const)('a signature with %s', (key) => {
  const sign = detachedSigner(identities[key])

  it.each(['cms', 'smime'] as const)('is accepted by openssl %s', async (command) => {
    expect(verifyByOpenssl(command, await sign(messageDigest, signingTime))).toEqual(content)
  })

  it('carries a GeneralizedTime from 2050 on', async () => {
    const late = new Date('2050-01-01T00:00:00Z')
    const signature = await sign(messageDigest, late)
    expect(verifyByOpenssl('cms', signature, '-no_check_time')).toEqual(content)
    expect(readSignedData(signature).signers[0]?.attributes?.signingTime).toEqual(late)
  })

  it('has exactly content type, signing time and message digest, in this order (X.690 §11.6)', async () => {
    const signature = readDer(await sign(messageDigest, signingTime))
    const signedData = childOf(childOf(signature, 1), 0)
    const signerInfo = childOf(childrenOf(signedData).at(-1)!, 0)
    const attributes = childrenOf(childrenOf(signerInfo).find((part) => part.tag === tag.context(0))!)
    const names = attributes.map((attribute) => oidOf(childOf(attribute, 0)))
    expect(names).toEqual(['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.5', '1.2.840.113549.1.9.4'])
  })

  it('embeds the certificate and its intermediate, and not the content', async () => {
    const { certificates, hasContent } = readSignedData(await sign(messageDigest, signingTime))
    const { certificate, intermediate } = identities[key]
    expect(certificates.map(({ serialNumber }) => serialNumber).sort()).toEqual(
      [certificate, intermediate].map(({ serialNumber }) => serialNumber).sort(),
    )
    expect(hasContent).toBe(false)
  })

  it('gives the signer memory that is nobody else’s', async () => {
    const signed: Uint8Array[] = []
    const { signer, ...identity } = identities[key]
    const seeing = { sign: (der: Uint8Array) => signer.sign(signed[signed.push(der) - 1]!) }
    await detachedSigner({ ...identity, signer: seeing })(messageDigest, signingTime)
    expect(signed.map(({ buffer, byteLength }) => buffer.byteLength - byteLength)).toEqual([0])
  })

  it('keeps digest and second apart between signatures that are made at once', async () => {
    const digests = Array.from({ length: 40 }, (_, i) => hash('sha256', String(i), 'buffer'))
    const times = digests.map((_, i) => new Date(Date.UTC(2026, 0, 1, 0, 0, i >> 1)))
    const signatures = await Promise.all(digests.map((digest, i) => sign(digest, times[i]!)))
    for (const [i, bytes] of signatures.entries()) {
      const { attributes, signature } = readSignedData(bytes).signers[0]!
      expect(attributes?.messageDigest).toEqual(digests[i])
      expect(attributes?.signingTime).toEqual(times[i])
      expect(verify('sha256', attributes!.der, identities[key].certificate.publicKey, signature)).toBe(true)
    }
  })
})

it('lengths of ECDSA signatures vary, and each is encoded rightly', async () => {
  const sign = detachedSigner(identities.ec)
  const byLength = new Map<number, Uint8Array>()
  for (let i = 0; byLength.size < 2 && i < 500; i++) {
    const signature = await sign(messageDigest, signingTime)
    byLength.set(signature.length, signature)
  }
  expect(byLength.size).toBeGreaterThan(1)
  for (const signature of byLength.values()) expect(verifyByOpenssl('cms', signature)).toEqual(content)
})
