import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type PassOptions, type PhoneOptions, passTypeOption, phoneCommandOf, withPhone } from './open.ts'

export function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list the passes on the phone',
    description: 'Lists the passes on a phone in the order in which they were added.',
    examples: [
      ['All', 'billfold phone list'],
      ['Those of the Android phone', 'billfold phone list --android'],
      ['Those of another phone', 'billfold phone list --phone second'],
    ],
  } as const
  return phoneCommandOf('list', teaching).action((options: PhoneOptions) =>
    withPhone(io, options, (phone) => phone.list()),
  )
}

export function showCommand(io: Io): Command {
  const teaching = {
    summary: 'draw a pass on the phone',
    description:
      'Draws a pass as it is on the phone now, with what its web service or Google knows it by, and the form that it ' +
      'awaits to be filled in, if there is one.',
    examples: [
      ['Draw it', 'billfold phone show 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['As the Android phone shows it', 'billfold phone show 3v7k0q5w8y2n4r6t9a1c3e5g7h --android'],
      ['Its points, for a script', "billfold phone show 3v7k0q5w8y2n4r6t9a1c3e5g7h --json | jq '.fields.header'"],
    ],
  } as const
  return phoneCommandOf('show', teaching)
    .argument('<serial>', 'serial number of the pass')
    .option(...passTypeOption)
    .action((serial: string, options: PassOptions) =>
      withPhone(io, options, (phone) => phone.show(serial, options.passType)),
    )
}
