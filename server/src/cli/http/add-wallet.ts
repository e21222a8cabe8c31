import type { Command } from 'commander'
import type { WalletConfigurationAnswer } from '../../credentials/schema.ts'
import { addCredentialOptions, type CredentialFiles, type CredentialOptions, readCredentials } from '../credentials.ts'
import { CommandError, usageError } from '../errors.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { print, type Style } from '../output.ts'
import { openServer, type ServerOptions, serverCommand } from './client.ts'
import { walletText } from './wallet-text.ts'

interface AddOptions extends ServerOptions, CredentialOptions {
  readonly googleKey?: string
  readonly issuer?: string
  readonly name?: string
}

export function addWalletCommand(io: Io): Command {
  const teaching = {
    summary: 'store or renew credentials',
    description:
      'Stores credentials, sealed. For Apple Wallet a Pass Type ID certificate with its private key, from which pass type ' +
      'and team are read; for Google Wallet the key file of a service account with the id of the issuer that it acts ' +
      'for, which is tried at once. Those of a pass type or issuer that the customer has already take the place of the ' +
      'old ones.',
    examples: [
      ['From two files', 'billfold wallet add --certificate pass.cer --private-key pass.key --name "Coffee"'],
      ['As Keychain exports it', 'P12=… billfold wallet add --p12 Certificates.p12 --passphrase-env P12'],
      [
        'Of a development authority',
        'billfold wallet add --certificate certificate.pem --private-key key.pem --intermediate intermediate.pem',
      ],
      ['For Google Wallet', 'billfold wallet add --google-key key.json --issuer 3388000000022123456'],
    ],
  } as const
  return addCredentialOptions(serverCommand('add', teaching))
    .option('--google-key <file>', 'JSON key file of a service account for Google Wallet')
    .option('--issuer <id>', 'issuer id of the Google Pay & Wallet Console')
    .option('--name <name>', nameHelp)
    .action(async (options: AddOptions) => {
      const credentials = isGoogle(options) ? await googlePart(io, options) : await applePart(io, options)
      const stored = await storeWallet(io, options, credentials)
      print(io, options, stored.wallet, (style) => storedText(stored, style))
    })
}

export const nameHelp = 'to tell it from others; left out, it keeps its name, or is called by its pass type or issuer'

/** A wallet configuration that a server has stored, or renewed. */
export interface StoredWallet {
  readonly wallet: WalletConfigurationAnswer
  readonly isRenewed: boolean
}

export async function storeWallet(
  io: Io,
  { name, ...options }: ServerOptions & { readonly name?: string },
  credentials: object,
): Promise<StoredWallet> {
  const body = { ...credentials, ...(name !== undefined && { name }) }
  const { status, body: wallet } = await openServer(io, options)
    .ask<WalletConfigurationAnswer>({ method: 'POST', path: '/api/wallet-configurations', body })
    .catch((error: unknown) => {
      throw error instanceof CommandError ? inWordsOfTheCommand(error) : error
    })
  return { wallet, isRenewed: status === 200 }
}

export function storedText({ wallet, isRenewed }: StoredWallet, style: Style): string {
  const what = wallet.wallet === 'apple' ? 'The certificate' : 'The service account'
  return [`${what} is ${isRenewed ? 'renewed' : 'stored'}.`, '', walletText(wallet, style)].join('\n')
}

const isGoogle = ({ googleKey, issuer }: AddOptions) => googleKey !== undefined || issuer !== undefined

async function googlePart(io: Io, { googleKey, issuer, certificate, privateKey, p12 }: AddOptions): Promise<object> {
  if ([certificate, privateKey, p12].some((file) => file !== undefined)) {
    throw usageError('Credentials for two wallets are named.', 'Store them one after the other.')
  }
  if (googleKey === undefined || issuer === undefined) throw usageError('--google-key and --issuer go together.')
  return { wallet: 'google', issuerId: issuer, serviceAccount: keyFileText(await readBytes(io, googleKey)) }
}

async function applePart(io: Io, options: AddOptions): Promise<object> {
  const { certificate, p12 } = options
  if (certificate === undefined && p12 === undefined) {
    const google = 'for Google Wallet --google-key and --issuer.'
    throw usageError('No credentials are named.', `Give --certificate and --private-key, or --p12; ${google}`)
  }
  return appleCredentials(await readCredentials(io, options))
}

/** A certificate with its key, for the body of a request. */
export function appleCredentials({ passphrase, intermediates, ...files }: CredentialFiles): object {
  return {
    wallet: 'apple',
    ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, asText(bytes)])),
    ...(intermediates && { intermediates: intermediates.map(asText) }),
    ...(passphrase !== undefined && { passphrase }),
  }
}

const optionsByPlace: Readonly<Record<string, string>> = {
  '/name': '--name',
  '/certificate': '--certificate',
  '/privateKey': '--private-key',
  '/pkcs12': '--p12',
  '/intermediates': '--intermediate',
  '/passphrase': '--passphrase-env',
  '/issuerId': '--issuer',
  '/serviceAccount': '--google-key',
}

/** The request's body is none of the reader's business: names the options that its parts came from. */
function inWordsOfTheCommand(refusal: CommandError): CommandError {
  const { exit, code, message, errors, cause } = refusal
  if (errors.length === 0) return refusal
  const places = errors.map((error) => {
    const place = error.code.startsWith('passphrase_') ? '/passphrase' : error.path.replace(/(?<=\w)\/.*$/, '')
    return { ...error, path: optionsByPlace[place] ?? error.path }
  })
  return new CommandError(exit, code, message, { errors: places, cause })
}

/** PEM is text already; certificates as Apple gives them and .p12 files are binary. */
function asText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
  return text.includes('-----BEGIN') ? text.toString('utf8') : text.toString('base64')
}

/** What is no JSON goes out as well: the server says what it is instead. */
function keyFileText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('base64')
  }
}
