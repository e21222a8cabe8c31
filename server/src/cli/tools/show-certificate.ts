import { expiryOf } from '@billfold/pkpass'
import type { Command } from 'commander'
import { command, jsonOption, several } from '../command.ts'
import { passphraseOf, passphraseOption } from '../credentials.ts'
import { ProblemsFound } from '../errors.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { count, facts, placeLine, print, type Style } from '../output.ts'
import { type Examination, examineCertificate } from './examine-certificate.ts'
import { certificateDocument, nameOf } from './signature-facts.ts'

interface ShowOptions {
  readonly privateKey?: string
  readonly intermediate?: readonly string[]
  readonly passphraseEnv?: string
  readonly json?: boolean
}

export function showCertificateCommand(io: Io): Command {
  const teaching = {
    summary: 'explain a certificate file',
    description:
      'Says what a file is, for which pass type and team, who issued it, how long it lasts, whether its private key is ' +
      'there and belongs to it, and what is missing. Ends with 1 if passes cannot be signed with it.',
    examples: [
      ['As Apple gives it', 'billfold certificate show pass.cer'],
      ['As Keychain exports it', 'P12=… billfold certificate show Certificates.p12 --passphrase-env P12'],
      ['Days left, for a script', 'billfold certificate show pass.cer --json | jq .daysLeft'],
    ],
  } as const
  return command('show', teaching)
    .argument('<file>', 'certificate in PEM or DER, or a .p12 file')
    .option('--private-key <file>', 'private key that should belong to it')
    .option('--intermediate <file>', 'certificate of the development authority that issued it', several)
    .option(...passphraseOption)
    .option(...jsonOption)
    .action(async (path: string, options: ShowOptions) => {
      const at = io.clock.now()
      const passphrase = passphraseOf(io, options)
      const intermediates = await Promise.all((options.intermediate ?? []).map((name) => readBytes(io, name)))
      const examination = examineCertificate(
        {
          file: await readBytes(io, path),
          intermediates,
          ...(options.privateKey !== undefined && { privateKey: await readBytes(io, options.privateKey) }),
          ...(passphrase !== undefined && { passphrase }),
        },
        at,
      )
      print(io, options, examinationDocument(examination, at), (style) => textOf(path, examination, at, style))
      if (examination.issues.length > 0) throw new ProblemsFound()
    })
}

/** For a `--json` document. */
export function examinationDocument({ identity, certificate, privateKey, issues }: Examination, at: Date): object {
  const { passTypeIdentifier, teamIdentifier, organizationName } = identity ?? {}
  return {
    usable: identity !== undefined,
    passTypeIdentifier,
    teamIdentifier,
    organizationName,
    certificate: certificate && certificateDocument(certificate),
    intermediate: identity && certificateDocument(identity.intermediate),
    ...(identity && { isForNfc: identity.isForNfc, ...expiryOf(identity, at) }),
    privateKey,
    issues,
  }
}

function textOf(file: string, examination: Examination, at: Date, style: Style): string {
  const { identity, issues } = examination
  const problems = issues.map((issue) => `${style.red('Error:')}${placeLine(issue, style)}`)
  const isExpiring = identity !== undefined && expiryOf(identity, at).state === 'expiring'
  return [
    facts([['File', file], ...examinationFacts(examination, at)], style),
    '',
    ...problems,
    verdict(examination, isExpiring, style),
  ].join('\n')
}

/** For people. */
export function examinationFacts({ identity, certificate, privateKey }: Examination, at: Date) {
  const expiry = identity && expiryOf(identity, at)
  return [
    ['What it is', identity ? 'a Pass Type ID certificate' : certificate && 'a certificate'],
    ['Subject', identity ? undefined : certificate && nameOf(certificate.subject)],
    ['Pass type', identity?.passTypeIdentifier],
    ['Team', identity && [identity.teamIdentifier, identity.organizationName].filter(Boolean).join(', ')],
    ['NFC', identity && (identity.isForNfc ? 'yes' : 'no: it is an ordinary one, for passes without NFC')],
    ['Issued by', certificate && nameOf(identity?.intermediate.subject ?? certificate.issuer)],
    ['Valid from', certificate?.validFromDate.toISOString()],
    ['Valid until', (expiry?.notAfter ?? certificate?.validToDate)?.toISOString()],
    ['Days left', expiry && `${expiry.daysLeft}${expiry.limitedBy === 'intermediate' ? ', by its issuer' : ''}`],
    ['Private key', certificate && privateKey && keyTexts[privateKey]],
  ] as const
}

const keyTexts = {
  belongs: 'there, and it belongs to the certificate',
  missing: 'not in this file',
} as const

function verdict({ identity, privateKey, issues }: Examination, isExpiring: boolean, style: Style): string {
  if (!identity) return style.red(`Passes cannot be signed with it: ${count(issues.length, 'problem')}.`)
  if (privateKey === 'missing') {
    return style.yellow(
      'Passes are signed with it and its private key: the one that the certificate was requested with, on the machine ' +
        'where the request was made. Name it with --private-key to see whether it belongs.',
    )
  }
  if (isExpiring)
    return style.yellow('Passes can be signed with it, but not for long: renew it in the Apple developer account.')
  return style.green('Passes can be signed with it.')
}
