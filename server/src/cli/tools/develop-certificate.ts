import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { openDevelopmentAuthority, SimulatorError } from '@billfold/simulator'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { command, jsonOption } from '../command.ts'
import { CommandError } from '../errors.ts'
import { writeNewFiles } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, plain, print } from '../output.ts'
import { addSettings, flagsOf } from '../settings.ts'

interface DevelopOptions {
  readonly passType: string
  readonly team: string
  readonly out: string
  readonly json?: boolean
}

export function developCertificateCommand(io: Io): Command {
  const teaching = {
    summary: 'make a certificate for trying things without Apple',
    description:
      'Makes a pass certificate of a development authority, which is kept in the folder `authority` of the data folder ' +
      'and made at the first use. Passes signed with it work in virtual phones that trust its root, never on real ones. ' +
      'Writes certificate.pem, key.pem, intermediate.pem and root.pem. Asked again, it gives the same certificate, until ' +
      'that is about to expire.',
    examples: [
      ['Into this folder', 'billfold certificate develop --pass-type pass.com.acme.coffee --team ABCDE12345'],
      ['Into another', 'billfold certificate develop --pass-type pass.com.acme.coffee --team ABCDE12345 --out test'],
    ],
  } as const
  const develop = command('develop', teaching)
    .requiredOption('--pass-type <id>', 'pass type identifier, as pass.com.acme.coffee')
    .requiredOption('--team <id>', 'team identifier: ten capital letters and digits')
    .option('--out <folder>', 'where to put the files', '.')
    .option(...jsonOption)
  return addSettings(develop, 'Installation:', ['dataDir']).action(async (options: DevelopOptions) => {
    const at = io.clock.now()
    const { BILLFOLD_DATA } = io.env
    const { dataDir } = loadConfig({ BILLFOLD_DATA }, flagsOf(options))
    const authority = await openDevelopmentAuthority(join(dataDir, 'authority'), at)
    const subject = {
      passTypeIdentifier: options.passType,
      teamIdentifier: options.team,
      organizationName: 'Billfold Development',
    }
    const { certificatePem, privateKeyPem } = await authority
      .issuePassCertificate({ ...subject, at })
      .catch((error: unknown) => {
        throw error instanceof SimulatorError ? inWordsOfTheCommand(error) : error
      })
    const files = {
      certificate: join(options.out, 'certificate.pem'),
      privateKey: join(options.out, 'key.pem'),
      intermediate: join(options.out, 'intermediate.pem'),
      root: join(options.out, 'root.pem'),
    }
    await writeNewFiles(io, options.out, [
      { file: files.certificate, content: certificatePem },
      { file: files.privateKey, content: privateKeyPem, mode: 0o600 },
      { file: files.intermediate, content: authority.intermediatePem },
      { file: files.root, content: authority.rootPem },
    ])
    const notAfter = new X509Certificate(certificatePem).validToDate
    const { passType: passTypeIdentifier, team: teamIdentifier } = options
    print(io, options, { passTypeIdentifier, teamIdentifier, notAfter, files }, (style) =>
      [
        `The certificate for ${plain(passTypeIdentifier)} is made. Real phones refuse passes signed with it.`,
        '',
        facts([...fileFacts(files), ['Valid until', notAfter.toISOString()]], style),
        '',
        nextSteps(files),
      ].join('\n'),
    )
  })
}

interface DevelopFiles {
  readonly certificate: string
  readonly privateKey: string
  readonly intermediate: string
  readonly root: string
}

function fileFacts({ certificate, privateKey, intermediate, root }: DevelopFiles) {
  return [
    ['Certificate', certificate],
    ['Private key', privateKey],
    ['Intermediate', intermediate],
    ['Root', root],
  ] as const
}

function nextSteps({ certificate, privateKey, intermediate, root }: DevelopFiles): string {
  return [
    'Next, with a server that was started with BILLFOLD_ALLOW_TEST_WALLETS=true:',
    '',
    `  billfold wallet add --certificate ${certificate} --private-key ${privateKey} --intermediate ${intermediate}`,
    '',
    'Virtual phones in the same data folder trust it. Elsewhere, name its root:',
    '',
    `  billfold phone add LINK --root ${root}`,
  ].join('\n')
}

const optionsByPart: Readonly<Record<string, string>> = {
  passTypeIdentifier: '--pass-type',
  teamIdentifier: '--team',
}

/** What no certificate can bear was given as an option. */
function inWordsOfTheCommand(error: SimulatorError): Error {
  if (error.code !== 'certificate_request_invalid') return error
  const errors = error.issues.map((issue) => ({ ...issue, path: optionsByPart[issue.path] ?? issue.path }))
  return new CommandError('usage', error.code, 'No certificate is made:', { errors, cause: error })
}
