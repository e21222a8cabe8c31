import type { Command } from 'commander'
import type { WalletConfigurationAnswer } from '../../credentials/schema.ts'
import { noun } from '../command.ts'
import { ProblemsFound } from '../errors.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { addWalletCommand } from './add-wallet.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'
import { everything } from './pages.ts'
import { walletTable, walletText } from './wallet-text.ts'

export function walletCommand(io: Io): Command {
  const teaching = {
    summary: 'credentials for Apple Wallet and Google Wallet: add, list, show, check',
    description:
      'A wallet configuration holds the credentials for one wallet: a Pass Type ID certificate with its private key, with ' +
      'which passes for Apple Wallet are signed, or the service account that acts for an issuer of Google Wallet. Each ' +
      'campaign names those that it uses.',
    examples: [
      ['Store a certificate', 'billfold wallet add --certificate pass.cer --private-key pass.key'],
      ['Store a service account', 'billfold wallet add --google-key key.json --issuer 3388000000022123456'],
      ['See what needs attention', 'billfold wallet list'],
    ],
  } as const
  return noun('wallet', teaching, [addWalletCommand(io), listCommand(io), showCommand(io), checkCommand(io)])
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list the stored credentials',
    description:
      'Lists the wallet configurations with how long their certificates last and what needs attention. Secrets are never ' +
      'shown.',
    examples: [
      ['All', 'billfold wallet list'],
      [
        'Certificates that end within 30 days',
        'billfold wallet list --json | jq \'.items[] | select(.wallet == "apple" and .daysLeft < 30)\'',
      ],
    ],
  } as const
  return serverCommand('list', teaching).action(async (options: ServerOptions) => {
    const server = openServer(io, options)
    const wallets = await everything<WalletConfigurationAnswer>(server, { path: '/api/wallet-configurations' })
    print(io, options, { items: wallets }, (style) =>
      wallets.length === 0
        ? 'No credentials are stored yet. Store some: billfold wallet add'
        : walletTable(wallets, style),
    )
  })
}

function showCommand(io: Io): Command {
  const teaching = {
    summary: 'show stored credentials',
    description:
      'Shows what credentials are for, which certificates can sign for a pass type and which one does, and what needs ' +
      'attention. Secrets are never shown.',
    examples: [
      ['For people', 'billfold wallet show wal_…'],
      ['Until when passes can be signed', 'billfold wallet show wal_… --json | jq -r .certificateNotAfter'],
      ['The certificate that signs now', "billfold wallet show wal_… --json | jq '.certificates[] | select(.inForce)'"],
    ],
  } as const
  return serverCommand('show', teaching)
    .argument('<configuration>', 'its id')
    .action(async (id: string, options: ServerOptions) => {
      const { body: wallet } = await openServer(io, options).ask<WalletConfigurationAnswer>({
        path: path`/api/wallet-configurations/${id}`,
      })
      print(io, options, wallet, (style) => walletText(wallet, style))
    })
}

function checkCommand(io: Io): Command {
  const teaching = {
    summary: 'see whether stored credentials are good now',
    description:
      'Opens stored credentials and tries them: a certificate whether it can sign, a service account whether Google lets ' +
      'it act for the issuer. Says what to do about each problem, and then ends with 1.',
    examples: [
      ['After a change in the console of Google', 'billfold wallet check wal_…'],
      ['From a nightly job', "billfold wallet check wal_… --json | jq -r '.warnings[].message'"],
    ],
  } as const
  return serverCommand('check', teaching)
    .argument('<configuration>', 'its id')
    .action(async (id: string, options: ServerOptions) => {
      const { body: wallet } = await openServer(io, options).ask<WalletConfigurationAnswer>({
        method: 'POST',
        path: path`/api/wallet-configurations/${id}/check`,
      })
      const isGood = wallet.warnings.length === 0
      print(io, options, wallet, (style) =>
        [isGood ? style.green('The credentials are good.') : 'There are problems.', '', walletText(wallet, style)].join(
          '\n',
        ),
      )
      if (!isGood) throw new ProblemsFound()
    })
}
