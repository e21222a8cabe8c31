import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Identity } from '@billfold/pkpass'
import type { Command } from 'commander'
import { several } from '../command.ts'
import { passphraseOf, passphraseOption } from '../credentials.ts'
import { CommandError, usageError } from '../errors.ts'
import { readBytes, writeNewFiles } from '../files.ts'
import { appleCredentials, nameHelp, storedText, storeWallet } from '../http/add-wallet.ts'
import { type ServerOptions, serverCommand } from '../http/client.ts'
import type { Io } from '../io.ts'
import { facts, print } from '../output.ts'
import { type Examination, examineCertificate } from './examine-certificate.ts'
import { examinationDocument, examinationFacts } from './show-certificate.ts'

interface InstallOptions extends ServerOptions {
  readonly privateKey?: string
  readonly intermediate?: readonly string[]
  readonly passphraseEnv?: string
  readonly out?: string
  readonly store?: boolean
  readonly name?: string
}

export function installCertificateCommand(io: Io): Command {
  const teaching = {
    summary: 'join the certificate that Apple gave with its waiting key',
    description:
      'Finds the key that the certificate was requested with among the .key files beside it, checks both, and writes them ' +
      'into one PEM file, named by the pass type, which only you can read. With --store, the server signs passes with it ' +
      'from then on: also those of a pass type that it has already, whose certificate this one takes the place of.',
    examples: [
      ['For pass build and wallet add', 'billfold certificate install pass.cer'],
      ['For the server at once', 'billfold certificate install pass.cer --store --name "Coffee"'],
      ['With a key from elsewhere', 'billfold certificate install pass.cer --private-key ~/keys/coffee.key'],
      ['As Keychain exports both', 'P12=… billfold certificate install Certificates.p12 --passphrase-env P12'],
    ],
  } as const
  return serverCommand('install', teaching)
    .argument('<file>', 'certificate as Apple gives it, or as PEM; or a .p12 file')
    .option('--private-key <file>', 'its private key, if that is not a .key file beside it')
    .option('--intermediate <file>', 'certificate of the development authority that issued it', several)
    .option(...passphraseOption)
    .option('--out <folder>', 'where to put the file; where the certificate is if left out')
    .option('--store', 'store it on the server as well')
    .option('--name <name>', nameHelp)
    .action(async (path: string, options: InstallOptions) => {
      const at = io.clock.now()
      const folder = options.out ?? dirname(path)
      const { examination, pem } = await pair(io, path, options, at)
      const identity = examination.identity as Identity
      const file = join(folder, `${identity.passTypeIdentifier}.pem`)
      await writeNewFiles(io, folder, [{ file, content: pem, mode: 0o600 }])
      const stored = options.store
        ? await storeWallet(io, options, appleCredentials({ certificate: await readBytes(io, file) }))
        : undefined
      const document = { file, ...examinationDocument(examination, at), ...(stored && { wallet: stored.wallet }) }
      print(io, options, document, (style) =>
        [
          `${file} holds the certificate and its key.`,
          '',
          facts(examinationFacts(examination, at), style),
          '',
          stored
            ? storedText(stored, style)
            : `To sign passes with it on a server:\n\n  billfold wallet add --certificate ${file}`,
        ].join('\n'),
      )
    })
}

/** The certificate with the key that belongs to it, both in PEM. */
async function pair(
  io: Io,
  path: string,
  options: InstallOptions,
  at: Date,
): Promise<{ readonly examination: Examination; readonly pem: string }> {
  const certificate = await readBytes(io, path)
  const intermediates = await Promise.all((options.intermediate ?? []).map((file) => readBytes(io, file)))
  const passphrase = passphraseOf(io, options)
  const keys = options.privateKey === undefined ? await keysBeside(io, path) : [options.privateKey]
  const examine = async (key?: string) => {
    const privateKey = key === undefined ? undefined : await readBytes(io, key)
    const credentials = { ...(privateKey && { privateKey }), ...(passphrase !== undefined && { passphrase }) }
    return examineCertificate({ file: certificate, intermediates, ...credentials }, at)
  }
  const alone = await examine()
  // Whatever is wrong with the certificate itself is wrong with every key.
  if (alone.identity === undefined) throw refused(alone)
  if (alone.privateKey === 'belongs') return { examination: alone, pem: pemOf(alone.identity, at) }
  const examinations = await Promise.all(keys.map(examine))
  const found = examinations.find(({ identity }) => identity !== undefined)
  if (found?.identity) return { examination: found, pem: pemOf(found.identity, at) }
  if (options.privateKey !== undefined) throw refused(examinations[0] as Examination)
  const locked = keys.filter((_, index) =>
    examinations[index]?.issues.some(({ code }) => code.startsWith('PASSPHRASE_')),
  )
  if (locked.length > 0) {
    throw usageError(
      `The key of ${path} may be ${locked.join(' or ')}, which is encrypted.`,
      'Name the environment variable that holds its passphrase: --passphrase-env.',
    )
  }
  throw usageError(
    keys.length === 0
      ? `There is no .key file beside ${path}.`
      : `The key of ${path} is not beside it: ${keys.join(', ')} ${keys.length === 1 ? 'belongs' : 'belong'} to something else.`,
    'Name the key that the certificate was requested with: --private-key.',
  )
}

async function keysBeside(io: Io, path: string): Promise<string[]> {
  const folder = dirname(path)
  const names = await readdir(resolve(io.cwd, folder))
  return names
    .filter((name) => name.endsWith('.key'))
    .sort()
    .map((name) => join(folder, name))
}

/** With the intermediate, unless that is Apple's, which is built in. */
function pemOf({ certificate, privateKey, intermediate }: Identity, at: Date): string {
  const isApples = examineCertificate({ file: certificate.raw }, at).identity !== undefined
  const key = String(privateKey?.export({ type: 'pkcs8', format: 'pem' }))
  return [certificate.toString(), key, ...(isApples ? [] : [intermediate.toString()])].join('')
}

function refused({ issues }: Examination): CommandError {
  const errors = issues.map(({ path, code, message, fix }) => ({ path, code: code.toLowerCase(), message, fix }))
  return new CommandError('refused', 'certificate_refused', 'The certificate cannot be used:', { errors })
}
