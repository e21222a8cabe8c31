import type { Command } from 'commander'
import { noun } from '../command.ts'
import type { Io } from '../io.ts'
import { addCommand } from './add.ts'
import { logCommand } from './log.ts'
import { refreshCommand } from './refresh.ts'
import { removeCommand } from './remove.ts'
import { listCommand, showCommand } from './show.ts'

export function phoneCommand(io: Io): Command {
  const teaching = {
    summary: 'a virtual iPhone: add, list, show, refresh, remove, log',
    description:
      'A virtual iPhone, for trying passes without a real one. It checks a pass as iOS does, registers for its updates, ' +
      'fetches them and shows what would stand on the lock screen. It receives no pushes: refresh makes it ask.',
    examples: [
      ['Open a link', 'billfold phone add http://localhost:8787/api/pass/create/…'],
      ['Get what has changed since', 'billfold phone refresh'],
    ],
  } as const
  return noun('phone', teaching, [
    addCommand(io),
    listCommand(io),
    showCommand(io),
    refreshCommand(io),
    removeCommand(io),
    logCommand(io),
  ])
}
