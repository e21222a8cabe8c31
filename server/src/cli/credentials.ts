import type { Command } from 'commander'
import { several } from './command.ts'
import { usageError } from './errors.ts'
import { readBytes } from './files.ts'
import type { Io } from './io.ts'

export interface CredentialOptions {
  readonly certificate?: string
  readonly privateKey?: string
  readonly p12?: string
  readonly intermediate?: readonly string[]
  readonly passphraseEnv?: string
}

/** A pass certificate with its key, as the files hold them. */
export interface CredentialFiles {
  readonly certificate?: Uint8Array<ArrayBuffer>
  readonly privateKey?: Uint8Array<ArrayBuffer>
  readonly pkcs12?: Uint8Array<ArrayBuffer>
  /** Of authorities other than Apple. */
  readonly intermediates?: readonly Uint8Array<ArrayBuffer>[]
  readonly passphrase?: string
}

export const passphraseOption = [
  '--passphrase-env <variable>',
  'environment variable that holds the passphrase of the key or .p12 file',
] as const

/** Gives a command the options that name a pass certificate and its key. */
export function addCredentialOptions(command: Command): Command {
  return command
    .option('--certificate <file>', 'Pass Type ID certificate, as Apple gives it or as PEM')
    .option('--private-key <file>', 'its private key; may be left out if it stands in the same PEM file')
    .option('--p12 <file>', 'certificate and key in one file, as Keychain exports them')
    .option('--intermediate <file>', 'certificate of the development authority that issued it', several)
    .option(...passphraseOption)
}

/** @throws CommandError `usage` when the options name neither a certificate nor a .p12 file, or both */
export async function readCredentials(io: Io, options: CredentialOptions): Promise<CredentialFiles> {
  const { certificate, privateKey, p12 } = options
  const passphrase = passphraseOf(io, options)
  const intermediates = await Promise.all((options.intermediate ?? []).map((file) => readBytes(io, file)))
  const others = {
    ...(intermediates.length > 0 && { intermediates }),
    ...(passphrase !== undefined && { passphrase }),
  }
  if (p12 !== undefined) {
    if (certificate !== undefined || privateKey !== undefined) {
      throw usageError('--p12 holds certificate and key: leave out --certificate and --private-key.')
    }
    return { pkcs12: await readBytes(io, p12), ...others }
  }
  if (certificate === undefined) {
    throw usageError('No certificate is named.', 'Give --certificate and --private-key, or --p12.')
  }
  return {
    certificate: await readBytes(io, certificate),
    ...(privateKey !== undefined && { privateKey: await readBytes(io, privateKey) }),
    ...others,
  }
}

/** @throws CommandError `usage` when the variable named is not set */
export function passphraseOf(io: Io, { passphraseEnv }: CredentialOptions): string | undefined {
  if (passphraseEnv === undefined) return undefined
  const passphrase = io.env[passphraseEnv]
  if (passphrase !== undefined) return passphrase
  throw usageError(`The environment variable ${passphraseEnv} is not set.`, 'Set it to the passphrase.')
}
