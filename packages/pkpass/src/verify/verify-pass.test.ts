import { hash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { certificateFields } from '../der/certificate.ts'
import { der, octetString, oid, sequence, setOf, smallInteger, tag, time } from '../der/write.ts'
import type { Files } from '../files.ts'
import { compileTemplate } from '../template.ts'
import { createAuthority, developmentAuthority } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, summarise } from '../testing/fixtures.ts'
import { manifestOf, type OpensslSignature, signByOpenssl, signedPackage } from '../testing/signed-package.ts'
import { buildZip } from '../testing/zip-builder.ts'
import { type VerifyOptions, verifyPass } from './verify-pass.ts'

const authority = developmentAuthority()
const dayMs = 86_400_000
const roots = [authority.root.certificate]
// Past the making of every certificate and signature below.
const at = new Date(Date.now() + 3_600_000)

const passJson = {
  ...coffeeCard,
  formatVersion: 1,
  passTypeIdentifier: 'pass.example.coffee',
  teamIdentifier: 'ABCDE12345',
}
const filesWith = (changes: object = {}): Files => ({
  ...iconFiles,
  'pass.json': Buffer.from(JSON.stringify({ ...passJson, ...changes })),
})
const files = filesWith()
const manifest = manifestOf(files)

const verify = (bytes: Uint8Array) => verifyPass(bytes, { at, roots })
const issuesIn = (bytes: Uint8Array) => summarise(verify(bytes).issues)
const issuesSigned = (signature: OpensslSignature) =>
  issuesIn(signedPackage(files, { signature: signByOpenssl(manifest, signature) }))

describe('a pass without an issue', () => {
  it.each(['rsa', 'ec'] as const)('is one that we built, with %s', async (key) => {
    const template = compileTemplate({ identity: authority.identity({ key }), pass: coffeeCard, files: iconFiles })
    const signingTime = new Date(Date.now() + 1000)
    const verification = verify((await template.issue({}, { signingTime })).bytes())
    expect(verification.issues).toEqual([])
    expect(verification).toMatchObject({ passTypeIdentifier: 'pass.example.coffee', teamIdentifier: 'ABCDE12345' })
    expect(verification.signingTime?.getTime()).toBe(Math.floor(signingTime.getTime() / 1000) * 1000)
    expect(verification.signer?.subject).toContain('UID=pass.example.coffee')
  })

  const others: readonly (readonly [string, OpensslSignature])[] = [
    ['plainly', {}],
    ['with SHA-1', { options: ['-md', 'sha1'] }],
    ['with SHA-512', { options: ['-md', 'sha512'] }],
    ['with P-256', { signer: authority.leaf({ key: 'ec' }) }],
    ['naming its certificate by key identifier', { options: ['-keyid'] }],
    ['embedding the root too', { embedded: [authority.intermediate, authority.root] }],
  ]
  it.each(others)('is one that openssl signed %s', (_, signature) => {
    expect(issuesSigned(signature)).toEqual([])
  })

  it('outlives its certificate', () => {
    const later = new Date(Date.now() + 900 * dayMs)
    expect(verifyPass(signedPackage(files), { at: later, roots }).issues).toEqual([])
  })
})

describe('the manifest', () => {
  it('must list every file', () => {
    const bytes = signedPackage({ ...files, 'extra.txt': Buffer.from('x') }, { manifest })
    expect(issuesIn(bytes)).toEqual(['FILE_NOT_IN_MANIFEST extra.txt'])
  })

  it('must list nothing else', () => {
    const listed = manifestOf({ ...files, 'gone.txt': Buffer.from('x') })
    expect(issuesIn(signedPackage(files, { manifest: listed }))).toEqual(['MANIFEST_FILE_MISSING gone.txt'])
  })

  it('must not list itself', () => {
    const listed = manifestOf({ ...files, 'manifest.json': Buffer.from('x'), signature: Buffer.from('x') })
    expect(issuesIn(signedPackage(files, { manifest: listed }))).toEqual([
      'MANIFEST_LISTS_ITSELF manifest.json',
      'MANIFEST_LISTS_ITSELF signature',
    ])
  })

  it('must state the hash of each file, and both hashes are named', () => {
    const { issues } = verify(signedPackage(filesWith({ description: 'Changed' }), { manifest }))
    expect(summarise(issues)).toEqual(['MANIFEST_DIGEST_MISMATCH pass.json'])
    expect(issues[0]?.message).toContain(hash('sha1', files['pass.json']!))
    expect(issues[0]?.message).toContain(hash('sha1', filesWith({ description: 'Changed' })['pass.json']!))
  })

  it('does not list keys of every object', () => {
    const bytes = signedPackage({ ...files, constructor: Buffer.from('x') }, { manifest })
    expect(issuesIn(bytes)).toEqual(['FILE_NOT_IN_MANIFEST constructor'])
  })
})

describe('the signature', () => {
  it('must be of this manifest', () => {
    const signature = signByOpenssl(manifestOf(filesWith({ description: 'Other' })))
    expect(issuesIn(signedPackage(files, { signature }))).toEqual(['MESSAGE_DIGEST_MISMATCH signature'])
  })

  it('must be made by the key of its certificate', () => {
    const signature = signByOpenssl(manifest)
    signature[signature.length - 1]! ^= 1
    expect(issuesIn(signedPackage(files, { signature }))).toEqual(['SIGNATURE_WRONG signature'])
  })

  const refused: readonly (readonly [string, OpensslSignature, string[]])[] = [
    ['has a signing time', { options: ['-noattr'] }, ['SIGNING_TIME_MISSING signature']],
    ['is detached', { options: ['-nodetach'] }, ['SIGNATURE_NOT_DETACHED signature']],
    ['is detached, in BER of indefinite lengths', { options: ['-stream'] }, ['SIGNATURE_NOT_DETACHED signature']],
    ['embeds the certificate', { options: ['-nocerts'] }, ['SIGNER_CERTIFICATE_MISSING signature']],
    ['embeds the intermediate', { embedded: [] }, ['CHAIN_INCOMPLETE signature']],
    [
      'has one signer',
      {
        options: [
          '-signer',
          authority.leaf({ key: 'ec' }).certificateFile,
          '-inkey',
          authority.leaf({ key: 'ec' }).keyFile,
        ],
      },
      ['SIGNER_COUNT_WRONG signature'],
    ],
    [
      'is RSASSA-PKCS1-v1_5 or ECDSA',
      { options: ['-keyopt', 'rsa_padding_mode:pss'] },
      ['SIGNATURE_ALGORITHM_UNKNOWN signature'],
    ],
    ['uses a known digest', { options: ['-md', 'sha3-256'] }, ['SIGNATURE_ALGORITHM_UNKNOWN signature']],
    ['is of type data', { options: ['-econtent_type', '1.2.3.4'] }, ['CONTENT_TYPE_WRONG signature']],
  ]
  it.each(refused)('%s', (_, signature, expected) => {
    expect(issuesSigned(signature)).toEqual(expected)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('not a signature')],
    ['of 64 KiB and more', Buffer.concat([signByOpenssl(manifest), Buffer.alloc(64 * 1024)])],
    ['a certificate', Buffer.from(authority.identity().certificate.raw)],
    ['a part of one', signByOpenssl(manifest).subarray(0, 900)],
  ])('that is %s is unreadable', (_, signature) => {
    expect(issuesIn(signedPackage(files, { signature }))).toEqual(['SIGNATURE_UNREADABLE signature'])
  })

  it('with attributes in another order than that of DER is a warning', () => {
    const { issues } = verify(signedPackage(files, { signature: signInOrder((attributes) => attributes.reverse()) }))
    expect(issues).toMatchObject([{ code: 'ATTRIBUTES_NOT_IN_ORDER', severity: 'warning' }])
    expect(issuesIn(signedPackage(files, { signature: signInOrder((attributes) => attributes) }))).toEqual([])
  })

  it('must not come from the future', () => {
    const bytes = signedPackage(files)
    const earlier = new Date(Date.now() - 10 * 60_000)
    expect(summarise(verifyPass(bytes, { at: earlier, roots }).issues)).toEqual(['SIGNING_TIME_IN_FUTURE signature'])
  })

  it('may be some seconds ahead of our clock', () => {
    expect(verifyPass(signedPackage(files), { at: new Date(Date.now() - 30_000), roots }).issues).toEqual([])
  })
})

describe('the certificates', () => {
  it('must lead to a trusted root', () => {
    const { issues } = verifyPass(signedPackage(files), { at })
    expect(summarise(issues)).toEqual(['ROOT_NOT_TRUSTED signature'])
    expect(issues[0]?.fix).toMatch(/--root/)
    const signature = signByOpenssl(manifest, { embedded: [authority.intermediate, authority.root] })
    expect(summarise(verifyPass(signedPackage(files, { signature }), { at }).issues)).toEqual([
      'ROOT_NOT_TRUSTED signature',
    ])
  })

  it('must be those that really signed one another', () => {
    const impostor = createAuthority()
    expect(issuesSigned({ embedded: [impostor.intermediate] })).toEqual(['CHAIN_INCOMPLETE signature'])
  })

  it('above the first must be authorities', () => {
    const underLeaf = authority.leaf({ issuer: authority.leaf() })
    expect(issuesSigned({ signer: underLeaf, embedded: [authority.leaf(), authority.intermediate] })).toContain(
      'CHAIN_INCOMPLETE signature',
    )
  })

  it('must have been valid when it was signed', () => {
    const signature = signInOrder((attributes) => attributes, new Date(Date.now() - 5 * dayMs))
    const issues = issuesIn(signedPackage(files, { signature }))
    expect(new Set(issues)).toEqual(new Set(['CERTIFICATE_NOT_YET_VALID signature']))
  })

  it('must have been valid then, whether the root is trusted or not', () => {
    const afterwards = new Date(Date.now() + 400 * dayMs)
    const signature = signInOrder((attributes) => attributes, afterwards)
    const { issues } = verifyPass(signedPackage(files, { signature }), { at: afterwards })
    expect(summarise(issues)).toEqual(['CERTIFICATE_EXPIRED signature', 'ROOT_NOT_TRUSTED signature'])
  })

  it('must be for passes: any other that Apple issues could sign for everybody', () => {
    const signer = authority.leaf({ subject: '/CN=Apple Development: Eve/OU=ABCDE12345' })
    expect(issuesSigned({ signer })).toEqual(['CERTIFICATE_NOT_FOR_PASSES signature'])
  })

  it('are shown from the signer up to the root, or as far as they go', () => {
    const chainOf = (given: VerifyOptions) =>
      verifyPass(signedPackage(files), given).chain.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])
    const known = ['Pass Type ID: pass.example.coffee', 'Development Relations']
    expect(chainOf({ at, roots })).toEqual([...known, 'Development Root'])
    expect(chainOf({ at })).toEqual(known)
    expect(verify(Buffer.from('<html>')).chain).toEqual([])
  })

  it('may have a root given in any form, which must be a certificate', async () => {
    const der = authority.identity().intermediate.raw
    expect(verifyPass(signedPackage(files), { at, roots: [der] }).issues).toEqual([])
    const issues = await issuesOf(() => verifyPass(signedPackage(files), { at, roots: [authority.root.privateKey] }))
    expect(summarise(issues)).toEqual(['INPUT_UNEXPECTED roots[0]'])
  })
})

describe('the contents', () => {
  it('must name the pass type and team of the certificate', () => {
    const bytes = signedPackage(filesWith({ passTypeIdentifier: 'pass.example.tea', teamIdentifier: 'ZZZZZ99999' }))
    const { issues, passTypeIdentifier } = verify(bytes)
    expect(summarise(issues)).toEqual(['PASS_TYPE_MISMATCH passTypeIdentifier', 'TEAM_MISMATCH teamIdentifier'])
    expect(passTypeIdentifier).toBe('pass.example.coffee')
  })

  it('must have an icon', () => {
    const { 'pass.json': pass } = files
    expect(issuesIn(signedPackage({ 'pass.json': pass! }))).toEqual(['ICON_MISSING icon.png'])
  })

  it('must have images that are PNG', () => {
    expect(issuesIn(signedPackage({ ...files, 'icon.png': Buffer.from('GIF89a') }))).toEqual(['IMAGE_NOT_PNG icon.png'])
  })

  it('must have a pass.json without errors', () => {
    expect(issuesIn(signedPackage(filesWith({ serialNumber: 7 })))).toEqual(['TYPE_WRONG serialNumber'])
  })

  it('must not have what macOS leaves behind', () => {
    expect(issuesIn(signedPackage({ ...files, '.DS_Store': Buffer.from('x') }))).toEqual(['FILE_STRAY .DS_Store'])
  })

  it('are reported together with the archive, with all problems at once', () => {
    const issues = issuesIn(buildZip([{ name: 'pass.json', content: '{}' }, { name: '../x' }]))
    expect(issues).toEqual(
      expect.arrayContaining([
        'ZIP_NAME_UNSAFE ../x',
        'MEMBER_MISSING manifest.json',
        'MEMBER_MISSING signature',
        'ICON_MISSING icon.png',
        'STYLE_MISSING pass.json',
      ]),
    )
  })

  it('are said to be wrong once, where several checks meet it', () => {
    const stray = { ...files, '.DS_Store': Buffer.from('x') }
    expect(issuesIn(signedPackage(stray, { manifest }))).toEqual(['FILE_STRAY .DS_Store'])
    const { 'pass.json': _, ...withoutPass } = files
    expect(issuesIn(signedPackage(withoutPass, { manifest }))).toEqual(['MEMBER_MISSING pass.json'])
    const members = Object.entries({ ...files, 'manifest.json': manifest, signature: signByOpenssl(manifest) })
    const damaged = members.map(([name, content]) => ({ name, content, ...(name === 'pass.json' && { crc: 1 }) }))
    expect(issuesIn(buildZip(damaged))).toEqual(['ZIP_INVALID pass.json'])
    expect(issuesIn(buildZip([{ name: 'a.pkpass' }]))).toEqual(['PACKAGE_IS_BUNDLE archive'])
  })

  it('that are no archive at all are one problem', () => {
    expect(issuesIn(Buffer.from('<html>'))).toEqual(['ZIP_INVALID archive'])
    expect(issuesIn(Buffer.alloc(0))).toEqual(['ZIP_INVALID archive'])
  })
})

it('verification reports and never throws, whatever byte of a signature is changed', () => {
  const signature = signByOpenssl(manifest)
  const valueStart = signature.length - 256
  for (let position = 0; position < signature.length; position += 7) {
    const changed = Buffer.from(signature)
    changed[position]! ^= 0x55
    const { issues } = verify(signedPackage(files, { signature: changed }))
    if (position >= valueStart) expect(summarise(issues)).toEqual(['SIGNATURE_WRONG signature'])
  }
})

/** A signature of our own making whose attributes stand in a chosen order. */
function signInOrder(order: (attributes: Buffer[]) => Buffer[], signingTime = new Date()): Buffer {
  const { certificate, intermediate } = authority.identity()
  const { issuer, serialNumber } = certificateFields(certificate)
  const attribute = (type: string, value: Buffer) => sequence(oid(type), setOf(value))
  const attributes = order([
    attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
    attribute('1.2.840.113549.1.9.5', time(signingTime)),
    attribute('1.2.840.113549.1.9.4', octetString(hash('sha256', manifest, 'buffer'))),
  ])
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
  const signature = sign('sha256', der(tag.set, ...attributes), authority.leaf().privateKey)
  const signerInfo = sequence(
    smallInteger(1),
    sequence(issuer, serialNumber),
    sha256,
    der(tag.context(0), ...attributes),
    sequence(oid('1.2.840.113549.1.1.1'), der(tag.null)),
    octetString(signature),
  )
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    der(
      tag.context(0),
      sequence(
        smallInteger(1),
        setOf(sha256),
        sequence(oid('1.2.840.113549.1.7.1')),
        der(tag.context(0), certificate.raw, intermediate.raw),
        setOf(signerInfo),
      ),
    ),
  )
}
