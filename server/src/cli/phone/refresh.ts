import type { PassUpdate } from '@billfold/simulator'
import type { Command } from 'commander'
import { ProblemsFound } from '../errors.ts'
import type { Io } from '../io.ts'
import { plain, print } from '../output.ts'
import { open, type PhoneOptions, phoneCommandOf, rootOption } from './open.ts'

export function refreshCommand(io: Io): Command {
  const teaching = {
    summary: 'ask for what has changed, as after a push',
    description:
      'Does what is still to be done and asks every web service what has changed, as a phone does after a push; shows ' +
      'what stands on the lock screen then.',
    examples: [
      ['After a change', 'billfold pass set pas_… --token voucher.points=130 && billfold phone refresh'],
      ['What was updated, for a script', "billfold phone refresh --json | jq '.updates'"],
    ],
  } as const
  return phoneCommandOf('refresh', teaching)
    .option(...rootOption)
    .action(async (options: PhoneOptions) => {
      const { phone, steps, lockScreen } = await open(io, options)
      const updates = await phone.refresh()
      print(io, options, { updates, steps, lockScreen }, () =>
        updates.length === 0 ? 'Nothing has changed.' : updates.map(updateLine).join('\n'),
      )
      if (updates.some(({ outcome }) => outcome === 'failed')) throw new ProblemsFound()
    })
}

const outcomes = {
  updated: 'is updated',
  unchanged: 'is unchanged',
  failed: 'could not be fetched; the next refresh tries again',
} as const

function updateLine({ serialNumber, outcome }: PassUpdate): string {
  return `Pass ${plain(serialNumber)} ${outcomes[outcome]}.`
}
