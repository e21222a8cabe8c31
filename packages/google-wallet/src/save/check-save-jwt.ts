import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { isObject, type Json } from '../check/json.ts'
import { GoogleWalletError } from '../errors.ts'
import { parseJson } from '../http.ts'
import { describe, type Issue, issueOf } from '../issue.ts'
import { checkSaveClaims } from './check-save-claims.ts'
import { isTooLong } from './save-link.ts'

export interface JwtCheckOptions {
  /** Whose signature it must bear, as key object, or as key or certificate in PEM; else the signature is not checked. */
  readonly publicKey?: KeyObject | string | undefined
  /** The e-mail address of the service account that has to be `iss`. */
  readonly issuer?: string | undefined
}

const howJwtsLook = 'A token is three parts in base64url with dots between: header, claims, signature.'

/**
 * Everything that is wrong with the token of a save link, its claims and its passes included; see `checkSaveClaims`.
 *
 * @throws GoogleWalletError `OPTIONS_REFUSED` for a public key that cannot be read
 */
export function checkSaveJwt(jwt: string, { publicKey, issuer }: JwtCheckOptions = {}): Issue[] {
  const key = publicKey === undefined ? undefined : readPublicKey(publicKey)
  const parts = jwt.split('.')
  const [header, claims] = parts.slice(0, 2).map(parsePart)
  const isSigned = parts.length === 3 && parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))
  if (!isSigned || header === undefined || claims === undefined) {
    return [issueOf('JWT_MALFORMED', '', 'It is no signed token.', howJwtsLook)]
  }
  const issues = checkHeader(header)
  if (key !== undefined && !isSignedBy(parts, key)) {
    const fix = 'Sign header and claims as they are sent, with the key of the service account.'
    issues.push(issueOf('JWT_SIGNATURE_WRONG', 'signature', 'It was not signed with this key.', fix))
  }
  if (isTooLong(jwt)) {
    const fix = 'Insert the objects by the API and link to them by their ids, or use jwt.insert.'
    issues.push(issueOf('JWT_TOO_LONG', '', `It has ${jwt.length} characters.`, fix))
  }
  if (issuer !== undefined && typeof claims.iss === 'string' && claims.iss !== issuer) {
    const message = `${describe(claims.iss)} is not ${issuer}.`
    issues.push(issueOf('CLAIM_WRONG', 'iss', message, 'Name the service account whose key signs.'))
  }
  return [...issues, ...checkSaveClaims(claims)]
}

function parsePart(part: string): Json | undefined {
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'))
  return isObject(value) ? value : undefined
}

function checkHeader(header: Json): Issue[] {
  const issues: Issue[] = []
  if (header.alg !== 'RS256') {
    const message = `alg is ${describe(header.alg)}.`
    issues.push(issueOf('JWT_HEADER_WRONG', 'header.alg', message, 'Sign with RS256.'))
  }
  if (header.typ !== undefined && header.typ !== 'JWT') {
    const message = `typ is ${describe(header.typ)}; savetowallet belongs in the claims.`
    issues.push(issueOf('JWT_HEADER_WRONG', 'header.typ', message, 'Write JWT.'))
  }
  return issues
}

function isSignedBy([header, claims, signature]: string[], key: KeyObject): boolean {
  return verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature!, 'base64url'))
}

function readPublicKey(key: KeyObject | string): KeyObject {
  if (typeof key !== 'string' && key.type === 'public') return key
  try {
    // Node derives it from a private key too; its types know that only of PEM.
    return createPublicKey(typeof key === 'string' ? key : key.export({ type: 'pkcs8', format: 'pem' }))
  } catch (cause) {
    const issue = issueOf('OPTION_INVALID', 'publicKey', 'It cannot be read as a key.', 'Give it in PEM.')
    throw new GoogleWalletError('OPTIONS_REFUSED', 'The token cannot be checked.', [issue], { cause })
  }
}
