import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type PhoneOptions, phoneCommandOf, rootOption, withPhone } from './open.ts'

export function addCommand(io: Io): Command {
  const teaching = {
    summary: 'add the pass behind a link, or in a file',
    description:
      'An iPhone opens a link as Safari does, or a file, checks the pass, adds it and registers for its updates. A pass ' +
      'that iOS would refuse is refused with every reason. Trusted are Apple, the authorities of `billfold serve --demo` ' +
      'and `billfold certificate develop` on the same data folder, and the roots given. An Android phone opens a link as ' +
      'Chrome does, taps the button of Google Wallet, and saves the pass in its Google account.',
    examples: [
      ['A link', 'billfold phone add "$(billfold link create cam_… customer-17)"'],
      ['The same on an Android phone', 'billfold phone add "$(billfold link create cam_… customer-17)" --android'],
      ['A file, signed by your own test authority', 'billfold phone add ada.pkpass --root test-root.pem'],
    ],
  } as const
  return phoneCommandOf('add', teaching)
    .argument('<link|file>', 'link to a pass, or .pkpass file for an iPhone')
    .option(...rootOption)
    .action((source: string, options: PhoneOptions) => withPhone(io, options, (phone) => phone.add(source)))
}
