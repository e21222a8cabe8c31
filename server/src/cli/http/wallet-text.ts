import type { WalletConfigurationAnswer } from '../../credentials/schema.ts'
import { count, facts, placeLine, type Style, table } from '../output.ts'

type Answer<W> = Extract<WalletConfigurationAnswer, { wallet: W }>
type Facts = readonly (readonly [name: string, value: unknown])[]

/** One wallet configuration, for people, with what needs attention. */
export function walletText(wallet: WalletConfigurationAnswer, style: Style): string {
  const shared: Facts = [
    ['Configuration', wallet.id],
    ['Name', wallet.name],
  ]
  const own = wallet.wallet === 'apple' ? appleFacts(wallet) : googleFacts(wallet)
  return [facts([...shared, ...own], style), ...certificateLines(wallet, style), ...warningLines(wallet, style)].join(
    '\n',
  )
}

/** Which of several signs, where that was asked for. */
function certificateLines(wallet: WalletConfigurationAnswer, style: Style): string[] {
  if (wallet.wallet !== 'apple' || !wallet.certificates?.length) return []
  const rows = wallet.certificates.map(({ commonName, serialNumber, issuedAt, notAfter, isForNfc, inForce }) => [
    commonName,
    serialNumber,
    issuedAt.slice(0, 10),
    notAfter.slice(0, 10),
    isForNfc ? 'yes' : 'no',
    inForce ? 'signs' : 'fallback',
  ])
  return ['', table(['CERTIFICATE', 'SERIAL NUMBER', 'ISSUED', 'UNTIL', 'NFC', 'USE'], rows, style)]
}

const named = (id: string, name: string | null) => (name ? `${id} (${name})` : id)

const appleFacts = (wallet: Answer<'apple'>): Facts => [
  ['Pass type', wallet.passTypeId],
  ['Team', named(wallet.teamId, wallet.organizationName)],
  ['Valid until', `${wallet.certificateNotAfter} (${count(wallet.daysLeft, 'day')} left)`],
]

const googleFacts = (wallet: Answer<'google'>): Facts => [
  ['Issuer', named(wallet.issuerId, wallet.organizationName)],
  ['Service account', wallet.serviceAccountEmail],
  ['Checked', wallet.checkedAt ?? 'not yet'],
]

/** Wallet configurations under each other, for people, with what needs attention. */
export function walletTable(wallets: readonly WalletConfigurationAnswer[], style: Style): string {
  const rows = wallets.map((wallet) => [
    wallet.id,
    wallet.name,
    ...(wallet.wallet === 'apple'
      ? [wallet.passTypeId, wallet.teamId, wallet.daysLeft]
      : [wallet.issuerId, wallet.serviceAccountEmail, null]),
  ])
  return [
    table(['CONFIGURATION', 'NAME', 'PASS TYPE OR ISSUER', 'TEAM OR ACCOUNT', 'DAYS LEFT'], rows, style),
    ...wallets.flatMap((wallet) => warningLines(wallet, style)),
  ].join('\n')
}

function warningLines({ name, warnings }: WalletConfigurationAnswer, style: Style): string[] {
  return warnings.map(({ message, fix }) => style.yellow(placeLine({ path: name, message, fix }, style)))
}
