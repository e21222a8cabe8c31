import type { Command } from 'commander'
import { ProblemsFound } from '../errors.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { open, type PassOptions, passTypeOption, phoneCommandOf } from './open.ts'

export function removeCommand(io: Io): Command {
  const teaching = {
    summary: 'remove a pass from the phone',
    description: 'Removes a pass and tells its web service. If that does not take it, the next refresh tells it again.',
    examples: [
      ['Remove it', 'billfold phone remove 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['From another phone', 'billfold phone remove 3v7k0q5w8y2n4r6t9a1c3e5g7h --phone second'],
    ],
  } as const
  return phoneCommandOf('remove', teaching)
    .argument('<serial>', 'serial number of the pass')
    .option(...passTypeOption)
    .action(async (serial: string, options: PassOptions) => {
      const { phone, steps } = await open(io, options)
      const pass = await phone.show(serial, options.passType)
      const removal = await phone.remove(serial, pass.passTypeIdentifier)
      const told = removal.unregistered || pass.webService === null
      print(io, options, { ...removal, steps }, (style) =>
        told
          ? 'The pass is removed.'
          : style.yellow('The pass is removed, but its web service did not take that: refresh tells it again.'),
      )
      if (!told) throw new ProblemsFound()
    })
}
