import { join } from 'node:path'
import { createCertificateRequest, PassError } from '@billfold/pkpass'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { writeNewFiles } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, print } from '../output.ts'

interface RequestOptions {
  readonly name: string
  readonly email?: string
  readonly out: string
  readonly json?: boolean
}

export function requestCertificateCommand(io: Io): Command {
  const teaching = {
    summary: 'make a key, and the request for a certificate from Apple',
    description:
      'Makes a private key and a certificate signing request, which Apple makes a Pass Type ID certificate from. Writes ' +
      'pass.key, which only you can read, and pass.certSigningRequest, and says what to do with it at Apple. The key stays ' +
      'on this machine: without it, the certificate is of no use.',
    examples: [
      ['Into this folder', 'billfold certificate request --name "Acme Coffee"'],
      ['Into a folder for this pass type', 'billfold certificate request --name "Acme Coffee" --out coffee'],
    ],
  } as const
  return command('request', teaching)
    .option('--name <name>', 'who asks; Apple puts the name of your account into the certificate', 'Billfold')
    .option('--email <address>', 'e-mail address to stand in the request')
    .option('--out <folder>', 'where to put the files', '.')
    .option(...jsonOption)
    .action(async (options: RequestOptions) => {
      const { requestPem, privateKeyPem } = await createCertificateRequest({
        commonName: options.name,
        emailAddress: options.email,
      }).catch((error: unknown) => {
        throw error instanceof PassError ? inWordsOfTheCommand(error) : error
      })
      const files = { privateKey: join(options.out, 'pass.key'), request: join(options.out, requestFile) }
      await writeNewFiles(io, options.out, [
        { file: files.privateKey, content: privateKeyPem ?? '', mode: 0o600 },
        { file: files.request, content: requestPem },
      ])
      print(io, options, { files }, (style) =>
        [
          'The key and the request are made. Keep the key: Apple does not have it.',
          '',
          facts(
            [
              ['Private key', files.privateKey],
              ['Request', files.request],
            ],
            style,
          ),
          '',
          nextSteps(options.out),
        ].join('\n'),
      )
    })
}

/** The ending that Apple's page lets people choose. */
const requestFile = 'pass.certSigningRequest'

function nextSteps(folder: string): string {
  const certificate = join(folder, 'pass.cer')
  return [
    'Next, at https://developer.apple.com/account/resources/identifiers/list/passTypeId :',
    '',
    '  1. Register a Pass Type ID with +, as pass.com.acme.coffee, unless you have one.',
    `  2. Open it, press Create Certificate, and choose ${requestFile}.`,
    `  3. Download the certificate, and put it beside the key: ${certificate}`,
    '',
    `  billfold certificate install ${certificate}`,
  ].join('\n')
}

const optionsByPart: Readonly<Record<string, string>> = { commonName: '--name', emailAddress: '--email' }

/** What no request can hold was given as an option. */
function inWordsOfTheCommand({ code, issues }: PassError): PassError {
  return new PassError(
    code,
    issues.map((issue) => ({ ...issue, path: optionsByPart[issue.path] ?? issue.path })),
  )
}
