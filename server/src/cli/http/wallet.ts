import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import type { WalletConfigurationAnswer } from '../../credentials/schema.ts'
import { noun } from '../command.ts'
import { addCredentialOptions, type CredentialFiles, type CredentialOptions, readCredentials } from '../credentials.ts'
import { CommandError } from '../errors.ts'
import type { Io } from '../io.ts'
import { count, facts, placeLine, print, type Style, table } from '../output.ts'
import { openServer, type ServerOptions, serverCommand } from './client.ts'
import { everything } from './pages.ts'

const address = '/api/wallet-configurations'

export function walletCommand(io: Io): Command {
  const teaching = {
    summary: 'certificates that passes are signed with: add, list',
    description:
      'A wallet configuration holds a Pass Type ID certificate with its private key, with which passes are signed. ' +
      'Each campaign names the one that it uses.',
    examples: [
      ['Store a certificate', 'billfold wallet add --certificate pass.cer --private-key pass.key'],
      ['See how long they last', 'billfold wallet list'],
    ],
  } as const
  return noun('wallet', teaching, [addCommand(io), listCommand(io)])
}

function addCommand(io: Io): Command {
  const teaching = {
    summary: 'store or renew a certificate',
    description:
      'Stores a Pass Type ID certificate with its private key, sealed. Pass type and team are read from it. If the ' +
      'customer has this pass type already, the new certificate takes the place of the old one.',
    examples: [
      ['From two files', 'billfold wallet add --certificate pass.cer --private-key pass.key --name "Coffee"'],
      ['As Keychain exports it', 'P12=… billfold wallet add --p12 Certificates.p12 --passphrase-env P12'],
      [
        'Of a development authority',
        'billfold wallet add --certificate certificate.pem --private-key key.pem --intermediate intermediate.pem',
      ],
    ],
  } as const
  return addCredentialOptions(serverCommand('add', teaching))
    .option('--name <name>', 'to tell it from others; the name of the file if left out')
    .action(async (options: ServerOptions & CredentialOptions & { name?: string }) => {
      const files = await readCredentials(io, options)
      const file = options.p12 ?? options.certificate ?? ''
      const { wallet, isRenewed } = await storeCertificate(io, options, {
        name: options.name ?? basename(file, extname(file)),
        files,
      })
      print(io, options, wallet, (style) => storedText(wallet, isRenewed, style))
    })
}

/** Stores a certificate with its key on a server. */
export async function storeCertificate(
  io: Io,
  options: ServerOptions,
  { name, files }: { readonly name: string; readonly files: CredentialFiles },
): Promise<{ readonly wallet: WalletConfigurationAnswer; readonly isRenewed: boolean }> {
  const { passphrase, intermediates, ...credentials } = files
  const { status, body: wallet } = await openServer(io, options)
    .ask<WalletConfigurationAnswer>({
      method: 'POST',
      path: address,
      body: {
        wallet: 'apple',
        name,
        ...Object.fromEntries(Object.entries(credentials).map(([part, bytes]) => [part, asText(bytes)])),
        ...(intermediates && { intermediates: intermediates.map(asText) }),
        ...(passphrase !== undefined && { passphrase }),
      },
    })
    .catch((error: unknown) => {
      throw error instanceof CommandError ? inWordsOfTheCommand(error) : error
    })
  return { wallet, isRenewed: status === 200 }
}

export function storedText(wallet: WalletConfigurationAnswer, isRenewed: boolean, style: Style): string {
  return [
    isRenewed ? 'The certificate is renewed.' : 'The certificate is stored.',
    '',
    facts(
      [
        ['Configuration', wallet.id],
        ['Name', wallet.name],
        ['Pass type', wallet.passTypeId],
        ['Team', wallet.organizationName ? `${wallet.teamId} (${wallet.organizationName})` : wallet.teamId],
        ['Valid until', `${wallet.certificateNotAfter} (${count(wallet.daysLeft, 'day')} left)`],
      ],
      style,
    ),
    ...warningLines(wallet, style),
  ].join('\n')
}

const optionsByPlace: Readonly<Record<string, string>> = {
  '/name': '--name',
  '/certificate': '--certificate',
  '/privateKey': '--private-key',
  '/pkcs12': '--p12',
  '/intermediates': '--intermediate',
  '/passphrase': '--passphrase-env',
}

/** The request's body is none of the reader's business: names the options that its parts came from. */
function inWordsOfTheCommand(refusal: CommandError): CommandError {
  const { exit, code, message, errors, cause } = refusal
  if (errors.length === 0) return refusal
  const places = errors.map((error) => {
    const place = error.code.startsWith('passphrase_') ? '/passphrase' : error.path.replace(/\/\d+$/, '')
    return { ...error, path: optionsByPlace[place] ?? error.path }
  })
  return new CommandError(exit, code, message, { errors: places, cause })
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list the stored certificates',
    description: 'Lists the wallet configurations with how long their certificates last. Secrets are never shown.',
    examples: [
      ['All', 'billfold wallet list'],
      ['Certificates that end within 30 days', "billfold wallet list --json | jq '.items[] | select(.daysLeft < 30)'"],
    ],
  } as const
  return serverCommand('list', teaching).action(async (options: ServerOptions) => {
    const server = openServer(io, options)
    const wallets = await everything<WalletConfigurationAnswer>(server, { path: address })
    print(io, options, { items: wallets }, (style) =>
      wallets.length === 0
        ? 'No certificate is stored yet. Store one: billfold wallet add'
        : [
            table(
              ['CONFIGURATION', 'NAME', 'PASS TYPE', 'TEAM', 'DAYS LEFT'],
              wallets.map(({ id, name, passTypeId, teamId, daysLeft }) => [id, name, passTypeId, teamId, daysLeft]),
              style,
            ),
            ...wallets.flatMap((wallet) => warningLines(wallet, style)),
          ].join('\n'),
    )
  })
}

function warningLines({ name, warnings }: WalletConfigurationAnswer, style: Style): string[] {
  return warnings.map(({ message, fix }) => style.yellow(placeLine({ path: name, message, fix }, style)))
}

/** PEM is text already; certificates as Apple gives them and .p12 files are binary. */
function asText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
  return text.includes('-----BEGIN') ? text.toString('utf8') : text.toString('base64')
}
