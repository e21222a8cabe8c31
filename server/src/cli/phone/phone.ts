import type { Command } from 'commander'
import { noun } from '../command.ts'
import type { Io } from '../io.ts'
import { addCommand } from './add.ts'
import { enrolCommand } from './enrol.ts'
import { logCommand } from './log.ts'
import { refreshCommand } from './refresh.ts'
import { removeCommand } from './remove.ts'
import { listCommand, showCommand } from './show.ts'

export function phoneCommand(io: Io): Command {
  const teaching = {
    summary: 'a virtual iPhone or Android phone: add, list, show, enrol, refresh, remove, log',
    description:
      'Virtual phones, for trying passes without real ones. An iPhone checks a pass as iOS does, registers for its ' +
      'updates, fetches them and shows what would stand on the lock screen; it receives no pushes: refresh makes it ask. ' +
      'An Android phone saves passes in the wallet of a Google account at the virtual Google of `billfold serve --demo`.',
    examples: [
      ['Open a link', 'billfold phone add http://localhost:8787/api/pass/create/…'],
      ['Open it on an Android phone', 'billfold phone add http://localhost:8787/api/pass/create/… --android'],
      ['Get what has changed since', 'billfold phone refresh'],
    ],
  } as const
  return noun('phone', teaching, [
    addCommand(io),
    listCommand(io),
    showCommand(io),
    enrolCommand(io),
    refreshCommand(io),
    removeCommand(io),
    logCommand(io),
  ])
}
