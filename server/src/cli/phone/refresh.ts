import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type PhoneOptions, phoneCommandOf, rootOption, withPhone } from './open.ts'

export function refreshCommand(io: Io): Command {
  const teaching = {
    summary: 'ask for what has changed, as after a push',
    description:
      'Does what is still to be done and asks what has changed: an iPhone every web service, as after a push, an Android ' +
      'phone Google. Shows what stands on the lock screen then.',
    examples: [
      ['After a change', 'billfold pass set pas_… --token voucher.points=130 && billfold phone refresh'],
      ['On an Android phone', 'billfold phone refresh --android'],
      ['What was updated, for a script', "billfold phone refresh --json | jq '.updates'"],
    ],
  } as const
  return phoneCommandOf('refresh', teaching)
    .option(...rootOption)
    .action((options: PhoneOptions) => withPhone(io, options, (phone) => phone.refresh()))
}
