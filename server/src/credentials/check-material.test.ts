import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../errors.ts'
import { checkMaterial } from './check-material.ts'
import type { Material } from './material.ts'
import { openTestAuthority, type TestAuthority, type TestCertificate } from './testing.ts'

const at = new Date('2026-11-01T12:00:00Z')
let authority: TestAuthority
let museum: TestCertificate
let other: TestCertificate

beforeAll(async () => {
  authority = await openTestAuthority(at)
  museum = await authority.issue()
  other = await authority.issue({ passTypeId: 'pass.test.other' })
})
afterAll(() => authority.close())

function refusal(material: Material, options = { allowTestWallets: true, at }) {
  try {
    checkMaterial(material, options)
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, errors: error.errors ?? [] }
    throw error
  }
  throw new Error('The material was accepted')
}

const places = (refused: ReturnType<typeof refusal>) => refused.errors.map(({ path, code }) => `${path} ${code}`)

describe('checkMaterial', () => {
  it('reads pass type, team and organization from the certificate', () => {
    expect(checkMaterial(museum, { allowTestWallets: true, at })).toMatchObject({
      passTypeIdentifier: 'pass.test.museum',
      teamIdentifier: 'TEAM123456',
      organizationName: 'Museum of Tests',
    })
  })

  it('takes an encrypted key with its passphrase, and a .p12 file', async () => {
    const privateKey = authority.encryptKey(museum.privateKey, 'open sesame')
    const pkcs12 = await authority.pkcs12(museum, 'open sesame')
    const { intermediates } = museum
    for (const material of [{ certificate: museum.certificate, privateKey }, { pkcs12 }]) {
      const checked = checkMaterial(
        { ...material, intermediates, passphrase: 'open sesame' },
        { allowTestWallets: true, at },
      )
      expect(checked.passTypeIdentifier).toBe('pass.test.museum')
    }
  })

  it.each<[string, () => Material | Promise<Material>, string[]]>([
    ['nothing', () => ({}), ['/certificate certificate_missing', '/privateKey private_key_missing']],
    ['no private key', () => ({ ...museum, privateKey: '' }), ['/privateKey input_unexpected']],
    [
      'certificate and key in each other’s place',
      () => ({
        ...museum,
        certificate: museum.privateKey,
        privateKey: museum.certificate,
      }),
      ['/certificate input_unexpected', '/privateKey input_unexpected'],
    ],
    [
      'the key of another certificate',
      () => ({ ...museum, privateKey: other.privateKey }),
      ['/privateKey key_certificate_mismatch'],
    ],
    [
      'an encrypted key without its passphrase',
      () => ({
        ...museum,
        privateKey: authority.encryptKey(museum.privateKey, 'x1x1'),
      }),
      ['/privateKey passphrase_required'],
    ],
    [
      'an encrypted key with a wrong passphrase',
      () => ({
        ...museum,
        privateKey: authority.encryptKey(museum.privateKey, 'x1x1'),
        passphrase: 'y2y2',
      }),
      ['/privateKey passphrase_wrong'],
    ],
    [
      'a .p12 file with a wrong passphrase',
      async () => ({
        pkcs12: await authority.pkcs12(museum, 'x1x1'),
        passphrase: 'y2y2',
        intermediates: museum.intermediates,
      }),
      ['/pkcs12 passphrase_wrong'],
    ],
    [
      'both forms',
      async () => ({ ...museum, pkcs12: await authority.pkcs12(museum, '') }),
      // Certificate and key each stand beside the file.
      ['/pkcs12 input_ambiguous', '/pkcs12 input_ambiguous'],
    ],
    [
      'an authority that is no certificate',
      () => ({ ...museum, intermediates: [museum.privateKey] }),
      ['/intermediates/0 input_unexpected', '/intermediates intermediate_not_found'],
    ],
    [
      'an unknown authority',
      () => ({ certificate: museum.certificate, privateKey: museum.privateKey }),
      ['/intermediates intermediate_not_found'],
    ],
  ])('refuses %s', async (_, material, expected) => {
    const refused = refusal(await material())
    expect(refused.code).toBe('invalid_request')
    expect(places(refused)).toEqual(expected)
  })

  it('refuses a certificate that has expired or is not valid yet', async () => {
    const year = 366 * 86_400_000
    const expired = { allowTestWallets: true, at: new Date(at.getTime() + year) }
    expect(places(refusal(museum, expired))).toEqual(['/certificate certificate_expired'])
    const early = { allowTestWallets: true, at: new Date(at.getTime() - 30 * 86_400_000) }
    expect(places(refusal(museum, early))).toEqual(['/certificate certificate_not_yet_valid'])
  })

  it('names all faults at once, each with a fix', () => {
    const { errors } = refusal(
      { ...museum, privateKey: other.privateKey },
      { allowTestWallets: false, at: new Date(at.getTime() + 366 * 86_400_000) },
    )
    expect(errors.map(({ code }) => code)).toEqual([
      'test_authority',
      'key_certificate_mismatch',
      'certificate_expired',
    ])
    for (const { fix } of errors) expect(fix).not.toBe('')
  })

  it('never repeats a key or passphrase in a refusal', () => {
    const privateKey = authority.encryptKey(museum.privateKey, 'x1x1')
    const refused = refusal({ ...museum, privateKey, passphrase: 'a passphrase to keep' })
    expect(JSON.stringify(refused)).not.toContain('a passphrase to keep')
    expect(JSON.stringify(refused)).not.toContain(privateKey.split('\n')[1])
  })
})

describe('a development authority where test wallets are not allowed', () => {
  const refuse = (material: Material) => places(refusal(material, { allowTestWallets: false, at }))

  it('is refused as an intermediate, saying how to allow it', () => {
    const { errors } = refusal(museum, { allowTestWallets: false, at })
    expect(errors).toMatchObject([{ path: '/intermediates', code: 'test_authority' }])
    expect(errors[0]?.fix).toContain('BILLFOLD_ALLOW_TEST_WALLETS=true')
  })

  it('is refused when it comes along in the certificate’s PEM text', () => {
    const { certificate, privateKey, intermediates } = museum
    expect(refuse({ certificate: certificate + intermediates[0], privateKey })).toEqual(['/certificate test_authority'])
  })

  it('is refused when it comes along in a .p12 file', async () => {
    const pkcs12 = await authority.pkcs12(museum, 'x1x1', { chain: true })
    expect(refuse({ pkcs12, passphrase: 'x1x1' })).toEqual(['/pkcs12 test_authority'])
  })
})
