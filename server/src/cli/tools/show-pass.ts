import { openPackage, PassError, schemeReport, verifyPass } from '@billfold/pkpass'
import { faceOfPackage, renderPass } from '@billfold/simulator'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, print, table } from '../output.ts'
import { findingLine } from './finding-line.ts'
import { lookFacts } from './look-facts.ts'
import { signatureDocument, signatureFacts } from './signature-facts.ts'

export function showPassCommand(io: Io): Command {
  const teaching = {
    summary: 'look into a .pkpass file',
    description:
      'Draws a pass as a phone shows it, and says who signed it when, which files it holds, and what keeps it from being ' +
      'read: broken passes are shown as far as they go. Whether a phone would take it, `billfold pass verify` says.',
    examples: [
      ['Draw it', 'billfold pass show coffee.pkpass'],
      ['Its pass.json', 'billfold pass show coffee.pkpass --json | jq .pass'],
    ],
  } as const
  return command('show', teaching)
    .argument('<file>', '.pkpass file')
    .option(...jsonOption)
    .action(async (file: string, options: { json?: boolean }) => {
      const at = io.clock.now()
      const bytes = await readBytes(io, file)
      const { pass, files: contents, issues } = openPackage(bytes)
      if (pass === undefined) throw new PassError('PACKAGE_REFUSED', issues)
      const signature = verifyPass(bytes, { at })
      const files = [...contents].map(([name, content]) => ({ name, sizeBytes: content.length }))
      const document = { pass, ...signatureDocument(signature), sizeBytes: bytes.length, files, issues }
      print(io, options, document, (style) => {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
        const looks = lookFacts(pass, schemeReport(pass, { files: [...contents.keys()] }))
        const identity = [['Serial number', pass.serialNumber], ...looks, ...signatureFacts(signature)] as const
        return [
          renderPass(faceOfPackage({ pass, files: contents }, { timeZone, at }), style),
          '',
          facts(identity, style),
          '',
          table(
            ['FILE', 'BYTES'],
            files.map(({ name, sizeBytes }) => [name, sizeBytes]),
            style,
          ),
          ...(issues.length > 0 ? ['', ...issues.map((issue) => findingLine(issue, style))] : []),
        ].join('\n')
      })
    })
}
