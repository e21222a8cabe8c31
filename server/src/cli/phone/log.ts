import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type PhoneOptions, phoneCommandOf, withPhone } from './open.ts'

export function logCommand(io: Io): Command {
  const teaching = {
    summary: 'what stood on the lock screen, and what the phone complained about',
    description:
      'Shows what has stood on the lock screen, and what an iPhone has had to complain about to web services, as it sent ' +
      'it to their log.',
    examples: [
      ['All', 'billfold phone log'],
      ['The notifications of an Android phone', 'billfold phone log --android'],
      ['The complaints only', "billfold phone log --json | jq '.complaints'"],
    ],
  } as const
  return phoneCommandOf('log', teaching).action((options: PhoneOptions) =>
    withPhone(io, options, (phone) => phone.log()),
  )
}
