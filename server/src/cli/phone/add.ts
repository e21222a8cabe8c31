import { fileURLToPath } from 'node:url'
import { renderPass, type WalletPass } from '@billfold/simulator'
import type { Command } from 'commander'
import { ProblemsFound } from '../errors.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { plain, print } from '../output.ts'
import { open, type PhoneOptions, phoneCommandOf, rootOption } from './open.ts'

export function addCommand(io: Io): Command {
  const teaching = {
    summary: 'add the pass behind a link, or in a file',
    description:
      'Opens a link as Safari does, or a file, checks the pass, adds it and registers for its updates. A pass that iOS ' +
      'would refuse is refused with every reason. Trusted are Apple, the authorities of `billfold serve --demo` and ' +
      '`billfold certificate develop` on the same data folder, and the roots given.',
    examples: [
      ['A link', 'billfold phone add "$(billfold link create cam_… customer-17)"'],
      ['A file, signed by your own test authority', 'billfold phone add ada.pkpass --root test-root.pem'],
    ],
  } as const
  return phoneCommandOf('add', teaching)
    .argument('<link|file>', 'link to a pass, or .pkpass file')
    .option(...rootOption)
    .action(async (source: string, options: PhoneOptions) => {
      const opened = await linkOrBytes(io, source)
      const { phone, steps, lockScreen } = await open(io, options)
      const { pass, replaced } = await phone.add(opened)
      print(io, options, { pass, replaced, steps, lockScreen }, (style) =>
        [
          `${replaced ? 'The pass takes the place of the one that was there' : 'The pass is added'}: ${plain(pass.serialNumber)}`,
          ...(isWaiting(pass)
            ? [style.yellow('Its web service did not take the registration: refresh tries again.')]
            : []),
          renderPass(pass, style),
        ].join('\n'),
      )
      if (isWaiting(pass)) throw new ProblemsFound()
    })
}

/** A link is for the phone to open; a file is read here, and is at fault if it cannot be. */
async function linkOrBytes(io: Io, source: string): Promise<string | Uint8Array> {
  if (/^https?:/i.test(source)) return source
  return readBytes(io, /^file:/i.test(source) ? fileURLToPath(source) : source)
}

/** It gets updates, but its web service does not know of it yet. */
const isWaiting = ({ webService, registered }: WalletPass) => webService !== null && !registered
