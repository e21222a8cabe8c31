import { createPrivateKey, type KeyObject } from 'node:crypto'
import { refuseIssues } from '../errors.ts'
import { describe, type Issue, issueOf } from '../issue.ts'
import { kindOfObject, kindOfPem, kindOfText } from './other-credential.ts'

/** What signs save links and asks for access tokens. */
export interface ServiceAccount {
  readonly clientEmail: string
  readonly privateKey: KeyObject
  /** Which of the account's keys it is. */
  readonly privateKeyId: string | undefined
  readonly projectId: string | undefined
}

const howToGetOne =
  'In the Google Cloud console, open IAM & Admin, Service accounts, the account, Keys, and add a key of type JSON.'

/**
 * Reads the JSON file of a service account's key. Line ends of the private key may be escaped twice, as settings do.
 * The file's `token_uri` is not used: a foreign file must not say where assertions are sent.
 *
 * @throws GoogleWalletError `SERVICE_ACCOUNT_REFUSED` with everything that is wrong
 */
export function parseServiceAccount(text: string): ServiceAccount {
  const issues: Issue[] = []
  const file = parseObject(text, issues)
  const kind = file === undefined ? undefined : kindProblem(file)
  if (kind !== undefined) issues.push(kind)
  const isAccount = file !== undefined && kind === undefined
  const clientEmail = isAccount ? readEmail(file.client_email, issues) : undefined
  const privateKey = isAccount ? readKey(file.private_key, issues) : undefined
  refuseIssues('SERVICE_ACCOUNT_REFUSED', 'The service account cannot be used.', issues)
  return {
    clientEmail: clientEmail!,
    privateKey: privateKey!,
    privateKeyId: textOf(file?.private_key_id),
    projectId: textOf(file?.project_id),
  }
}

type File = Readonly<Record<string, unknown>>

function parseObject(text: string, issues: Issue[]): File | undefined {
  try {
    // Editors on Windows begin files with a byte order mark.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as File
  } catch {
    // Told below.
  }
  const message = `It is ${kindOfText(text.replace(/^\uFEFF/, '')) ?? 'no JSON object'}.`
  issues.push(issueOf('ACCOUNT_NOT_JSON', '', message, `Give the whole file. ${howToGetOne}`))
  return undefined
}

function kindProblem(file: File): Issue | undefined {
  if (file.type === 'service_account') return undefined
  if (file.installed !== undefined || file.web !== undefined) {
    return issueOf('ACCOUNT_IS_OAUTH_CLIENT', '', 'It is the file of an OAuth client id.', howToGetOne)
  }
  const what = kindOfObject(file) ?? `${describe(file.type)}, not "service_account"`
  return issueOf('ACCOUNT_TYPE_WRONG', 'type', `It is ${what}.`, howToGetOne)
}

function readEmail(value: unknown, issues: Issue[]): string | undefined {
  const email = textOf(value)
  if (email === undefined) {
    issues.push(issueOf('ACCOUNT_KEY_MISSING', 'client_email', 'client_email is missing.', 'Give the whole file.'))
  } else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    const message = `${describe(email)} is no e-mail address.`
    issues.push(issueOf('ACCOUNT_EMAIL_INVALID', 'client_email', message, 'Give the file as it was downloaded.'))
  }
  return email
}

function readKey(value: unknown, issues: Issue[]): KeyObject | undefined {
  const pem = textOf(value)
  if (pem === undefined) {
    issues.push(issueOf('ACCOUNT_KEY_MISSING', 'private_key', 'private_key is missing.', 'Give the whole file.'))
    return undefined
  }
  const key = tryReadKey(pem.replaceAll('\\n', '\n'))
  if (key === undefined) {
    const kind = kindOfPem(pem)
    const message = kind === undefined ? 'It cannot be read as a private key in PEM.' : `It is ${kind}.`
    issues.push(issueOf('PRIVATE_KEY_UNREADABLE', 'private_key', message, 'Give the file as it was downloaded.'))
  } else if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    const bits = key.asymmetricKeyDetails?.modulusLength
    const message = `It is ${key.asymmetricKeyType}${bits === undefined ? '' : ` of ${bits} bits`}.`
    const fix = 'Google signs in with RSA of 2048 bits or more: give a key that Google made.'
    issues.push(issueOf('PRIVATE_KEY_UNSUITABLE', 'private_key', message, fix))
  }
  return key
}

function tryReadKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
