import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { print, table } from '../output.ts'
import { open, type PhoneOptions, phoneCommandOf } from './open.ts'

export function logCommand(io: Io): Command {
  const teaching = {
    summary: 'what stood on the lock screen, and what the phone complained about',
    description:
      'Shows what has stood on the lock screen and what the phone has had to complain about to web services, as it sent ' +
      'it to their log.',
    examples: [
      ['All', 'billfold phone log'],
      ['The complaints only', "billfold phone log --json | jq '.complaints'"],
    ],
  } as const
  return phoneCommandOf('log', teaching).action(async (options: PhoneOptions) => {
    const { phone } = await open(io, options)
    const lockScreen = (await phone.list()).flatMap(({ organizationName: title, serialNumber, lockScreen }) =>
      lockScreen.map(({ at, text }) => ({ at, serialNumber, title, text })),
    )
    const complaints = await phone.complaints()
    const entries = [
      ...lockScreen.map(({ at, title, text }) => ({ at, what: 'lock screen', text: `${title}: ${text}` })),
      ...complaints.map(({ at, line }) => ({ at, what: 'complaint', text: line })),
    ].sort((a, b) => (a.at < b.at ? -1 : 1))
    print(io, options, { lockScreen, complaints }, (style) =>
      entries.length === 0
        ? 'Nothing yet.'
        : table(
            ['TIME', 'WHERE', 'TEXT'],
            entries.map(({ at, what, text }) => [at, what, text]),
            style,
          ),
    )
  })
}
