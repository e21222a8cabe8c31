import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type PassOptions, passTypeOption, phoneCommandOf, withPhone } from './open.ts'

export function removeCommand(io: Io): Command {
  const teaching = {
    summary: 'remove a pass from the phone',
    description:
      'Removes a pass and tells its web service, or Google. If that does not take it, the next refresh tells it again.',
    examples: [
      ['Remove it', 'billfold phone remove 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['From another phone', 'billfold phone remove 3v7k0q5w8y2n4r6t9a1c3e5g7h --phone second'],
    ],
  } as const
  return phoneCommandOf('remove', teaching)
    .argument('<serial>', 'serial number of the pass')
    .option(...passTypeOption)
    .action((serial: string, options: PassOptions) =>
      withPhone(io, options, (phone) => phone.remove(serial, options.passType)),
    )
}
