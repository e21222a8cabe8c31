import { GoogleWalletError, parseServiceAccount, type ServiceAccount } from '@billfold/google-wallet'
import type { FieldError } from '../errors.ts'

/** The key file of a service account, as it is kept: only sealed. */
export interface KeyFile {
  /** Its text. */
  readonly keyFile: string
}

/**
 * Reads an uploaded key file: whether it is one at all, with a key that signs, and of an account that Google knows.
 *
 * @param given the file's JSON or its text
 * @param tokenUrl where this installation has access tokens from; undefined is Google itself
 * @returns the account, or every fault with its place in the request
 */
export function readServiceAccount(
  given: object | string,
  tokenUrl: string | undefined,
): (KeyFile & { readonly account: ServiceAccount }) | { readonly faults: FieldError[] } {
  const keyFile = typeof given === 'string' ? given : JSON.stringify(given)
  if (keyFile.length > longestKeyFile) return { faults: [tooLarge] }
  try {
    const account = parseServiceAccount(keyFile)
    return isOutOfPlace(keyFile, tokenUrl) ? { faults: [testAccount] } : { keyFile, account }
  } catch (error) {
    if (!(error instanceof GoogleWalletError)) throw error
    const faults = error.issues.map(({ path, code, message, fix }) => ({
      path: path === '' ? '/serviceAccount' : `/serviceAccount/${path}`,
      code: code.toLowerCase(),
      message,
      fix,
    }))
    return { faults }
  }
}

/** Where key files of Google's consoles, old and new, say that tokens are to be had. */
const googlesTokenUrl =
  /^https:\/\/(oauth2\.googleapis\.com\/token|accounts\.google\.com\/o\/oauth2\/token|www\.googleapis\.com\/oauth2\/v[34]\/token)$/

/** Whether a key file is of a virtual Google, but Google itself would be asked. What else the address says is ignored. */
export function isOutOfPlace(keyFile: string, tokenUrl: string | undefined): boolean {
  if (tokenUrl !== undefined) return false
  const { token_uri: own } = JSON.parse(keyFile.replace(/^\uFEFF/, '')) as { token_uri?: unknown }
  return own !== undefined && !googlesTokenUrl.test(String(own))
}

/** Google's have some 2,400 characters. */
const longestKeyFile = 65_536

const tooLarge: FieldError = {
  path: '/serviceAccount',
  code: 'too_large',
  message: `has more than ${longestKeyFile} characters, far more than a key file`,
  fix: 'Give the JSON file of the key, as the Google Cloud console has it downloaded.',
}

const testAccount: FieldError = {
  path: '/serviceAccount/token_uri',
  code: 'test_account',
  message: 'is not Google’s: the key is of a virtual Google, and Google itself does not know it',
  fix:
    'Use a key that the Google Cloud console has made. To work with a virtual Google, start Billfold with --demo, or set ' +
    'BILLFOLD_GOOGLE_API_URL and BILLFOLD_GOOGLE_TOKEN_URL to it.',
}
