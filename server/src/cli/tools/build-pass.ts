import { resolve } from 'node:path'
import { compileTemplate, lintPackage, loadIdentity } from '@billfold/pkpass'
import { readPassFolder } from '@billfold/pkpass/node'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { addCredentialOptions, type CredentialOptions, readCredentials } from '../credentials.ts'
import { writeBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { findingsText } from './findings.ts'

export function buildPassCommand(io: Io): Command {
  const teaching = {
    summary: 'build and sign a .pkpass from a folder',
    description:
      'Builds a pass from a folder with pass.json and images, and signs it. Pass type and team come from the ' +
      'certificate if pass.json leaves them out. Apple’s intermediate certificates are built in; that of another ' +
      'authority is named, or stands in the PEM file after the certificate. A pass that phones would refuse is not built.',
    examples: [
      ['Two files', 'billfold pass build Coffee.pass -o coffee.pkpass --certificate pass.cer --private-key pass.key'],
      ['A .p12 file', 'P12=… billfold pass build Coffee.pass -o coffee.pkpass --p12 pass.p12 --passphrase-env P12'],
    ],
  } as const
  return addCredentialOptions(command('build', teaching).argument('<folder>', 'folder with pass.json and images'))
    .requiredOption('-o, --output <file>', 'where to put the pass')
    .option(...jsonOption)
    .action(async (folder: string, options: CredentialOptions & { output: string; json?: boolean }) => {
      const at = io.clock.now()
      const credentials = await readCredentials(io, options)
      const { pass, files } = await readPassFolder(resolve(io.cwd, folder))
      const template = compileTemplate({ identity: loadIdentity(credentials, at), pass, files })
      const built = await template.issue({}, { signingTime: at })
      const bytes = built.bytes()
      await writeBytes(io, options.output, bytes)
      const { serialNumber, manifestDigest, sizeBytes } = built
      // More than the builder says of the parts: of the whole pass, at this time.
      const { issues: warnings } = lintPackage(bytes, { at })
      const document = { file: options.output, serialNumber, manifestDigest, sizeBytes, warnings }
      print(io, options, document, (style) =>
        [
          `${options.output} (${sizeBytes} bytes, serial number ${serialNumber})`,
          ...(warnings.length > 0 ? [findingsText(warnings, style)] : []),
        ].join('\n'),
      )
    })
}
