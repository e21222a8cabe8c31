import { readPass, verifyPass } from '@billfold/pkpass'
import { readPassFace, renderPass } from '@billfold/simulator'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, print, table } from '../output.ts'
import { signatureDocument, signatureFacts } from './signature-facts.ts'

export function showPassCommand(io: Io): Command {
  const teaching = {
    summary: 'look into a .pkpass file',
    description:
      'Draws a pass as a phone shows it, and says who signed it when, and which files it holds. Whether a phone would ' +
      'take it, `billfold pass verify` says.',
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
      const { pass, files: contents } = readPass(bytes)
      const signature = verifyPass(bytes, { at })
      const files = [...contents].map(([name, content]) => ({ name, sizeBytes: content.length }))
      print(io, options, { pass, ...signatureDocument(signature), sizeBytes: bytes.length, files }, (style) => {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
        const identity = [['Serial number', pass.serialNumber], ...signatureFacts(signature)] as const
        return [
          renderPass(readPassFace(bytes, { timeZone, at }), style),
          '',
          facts(identity, style),
          '',
          table(
            ['FILE', 'BYTES'],
            files.map(({ name, sizeBytes }) => [name, sizeBytes]),
            style,
          ),
        ].join('\n')
      })
    })
}
