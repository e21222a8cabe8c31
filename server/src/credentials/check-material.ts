import { type Identity, type IdentityInput, loadIdentity, PassError } from '@billfold/pkpass'
import type { FieldError } from '../errors.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import type { Material } from './material.ts'

const testWalletsFix =
  'Use a Pass Type ID certificate from the Apple developer account. Passes of a development authority work only in ' +
  'simulators: to allow them, start Billfold with --demo or BILLFOLD_ALLOW_TEST_WALLETS=true.'

/**
 * Judges an uploaded certificate with its key: readable, a pair, valid now, for passes, issued by Apple.
 *
 * @param options.allowTestWallets whether a development authority may stand in for Apple
 * @throws Problem `invalid_request` naming every fault
 */
export function checkMaterial(material: Material, options: { allowTestWallets: boolean; at: Date }): Identity {
  const { allowTestWallets, at } = options
  const errors: FieldError[] = []
  const refused = !allowTestWallets && material.intermediates !== undefined
  if (refused) {
    errors.push({
      path: '/intermediates',
      code: 'test_authority',
      message: 'is not accepted here: Apple’s own are built in, and development authorities are not allowed',
      fix: testWalletsFix,
    })
  }
  const identity = load(material, at, errors)
  if (identity && !allowTestWallets && !refused && !isIssuedByApple(identity, at)) {
    errors.push({
      path: material.pkcs12 === undefined ? '/certificate' : '/pkcs12',
      code: 'test_authority',
      message: 'was issued by a development authority that came along with it, not by Apple',
      fix: testWalletsFix,
    })
  }
  if (!identity || errors.length > 0) throw invalidRequest(errors)
  return identity
}

function load(input: IdentityInput, at: Date, errors: FieldError[]): Identity | undefined {
  try {
    return loadIdentity(input, at)
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    for (const { path, code, message, fix } of error.issues) {
      errors.push({ path: pointer(path), code: code.toLowerCase(), message, fix })
    }
    return undefined
  }
}

/** A PEM bundle or a PKCS#12 file can bring its own authority; the certificate alone only finds Apple's. */
export function isIssuedByApple({ certificate, signer }: Identity, at: Date): boolean {
  return load({ certificate: certificate.raw, signer }, at, []) !== undefined
}

/** `intermediates[0]` → `/intermediates/0` */
const pointer = (path: string) => `/${path.replaceAll('[', '/').replaceAll(']', '').replaceAll('.', '/')}`
