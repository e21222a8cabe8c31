import { type Issue, verifyPass } from '@billfold/pkpass'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { ProblemsFound } from '../errors.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, print, type Style, wrap } from '../output.ts'
import { trustHint } from '../trust.ts'
import { countFindings, findingsText, hasErrors } from './findings.ts'
import { readRoots, rootOption } from './roots.ts'
import { signatureDocument, signatureFacts } from './signature-facts.ts'

export function verifyPassCommand(io: Io): Command {
  const teaching = {
    summary: 'check a .pkpass as a phone does',
    description:
      'Checks archive, manifest, signature, certificates, signing time, identifiers, images and pass.json, and lists ' +
      'everything found, with what to do about it. Ends with 1 if a phone would refuse the pass; warnings do not count.',
    examples: [
      ['Check it', 'billfold pass verify coffee.pkpass'],
      ['Signed by your own test authority', 'billfold pass verify coffee.pkpass --root test-root.pem'],
    ],
  } as const
  return command('verify', teaching)
    .argument('<file>', '.pkpass file')
    .option(...rootOption)
    .option(...jsonOption)
    .action(async (file: string, options: { root?: readonly string[]; json?: boolean }) => {
      const bytes = await readBytes(io, file)
      const verification = verifyPass(bytes, { at: io.clock.now(), roots: await readRoots(io, options.root) })
      const { issues } = verification
      const hint = trustHint(issues)
      const accepted = !hasErrors(issues)
      print(io, options, { accepted, issues, ...signatureDocument(verification) }, (style) =>
        [...(issues.length > 0 ? [findingsText(issues, style), ''] : [])]
          .concat(facts([['File', file], ...signatureFacts(verification)], style), '', verdict(issues, style))
          .concat(hint === undefined ? [] : wrap(hint, '', style))
          .join('\n'),
      )
      if (!accepted) throw new ProblemsFound()
    })
}

function verdict(issues: readonly Issue[], style: Style): string {
  const found = countFindings(issues)
  if (hasErrors(issues)) return style.red(`Wallet refuses this pass: ${found}.`)
  return style.green(`Wallet takes this pass${found === '' ? '.' : `: ${found}.`}`)
}
