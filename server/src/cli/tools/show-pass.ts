import { type Issue, openPackage, PassError, schemeReport, type Verification, verifyPass } from '@billfold/pkpass'
import { faceOfPackage, renderPass } from '@billfold/simulator'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, print, table } from '../output.ts'
import { findingsText } from './findings.ts'
import { lookFacts } from './look-facts.ts'
import { readRoots, rootOption } from './roots.ts'
import { signatureDocument, signatureFacts } from './signature-facts.ts'

export function showPassCommand(io: Io): Command {
  const teaching = {
    summary: 'look into a .pkpass file',
    description:
      'Draws a pass as a phone shows it, and says whether its signature is right, who signed it when, which files it holds, ' +
      'and what keeps phones from taking it: broken passes are shown as far as they go. `billfold pass verify` also says ' +
      'what is worth a look.',
    examples: [
      ['Draw it', 'billfold pass show coffee.pkpass'],
      ['Its pass.json', 'billfold pass show coffee.pkpass --json | jq .pass'],
    ],
  } as const
  return command('show', teaching)
    .argument('<file>', '.pkpass file')
    .option(...rootOption)
    .option(...jsonOption)
    .action(async (file: string, options: { root?: readonly string[]; json?: boolean }) => {
      const at = io.clock.now()
      const bytes = await readBytes(io, file)
      const { pass, files: contents, issues: reading } = openPackage(bytes)
      if (pass === undefined) throw new PassError('PACKAGE_REFUSED', reading)
      const verification = verifyPass(bytes, { at, roots: await readRoots(io, options.root) })
      const issues = [...reading, ...refusals(verification, reading)]
      const files = [...contents].map(([name, content]) => ({ name, sizeBytes: content.length }))
      const document = { pass, ...signatureDocument(verification), sizeBytes: bytes.length, files, issues }
      print(io, options, document, (style) => {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
        const looks = lookFacts(pass, schemeReport(pass, { files: [...contents.keys()] }))
        const identity = [['Serial number', pass.serialNumber], ...looks, ...signatureFacts(verification)] as const
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
          ...(issues.length > 0 ? ['', findingsText(issues, style)] : []),
        ].join('\n')
      })
    })
}

/** What phones refuse it for, beyond what keeps it from being read. Whom it is signed by is said elsewhere. */
function refusals({ issues }: Verification, reading: readonly Issue[]): Issue[] {
  const said = new Set(reading.map(({ code, path }) => `${code} ${path}`))
  return issues.filter(
    ({ severity, code, path }) => severity === 'error' && code !== 'ROOT_NOT_TRUSTED' && !said.has(`${code} ${path}`),
  )
}
