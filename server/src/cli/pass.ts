import type { Command } from 'commander'
import { noun } from './command.ts'
import { passServerCommands } from './http/pass.ts'
import type { Io } from './io.ts'
import { buildPassCommand } from './tools/build-pass.ts'
import { bundlePassesCommand } from './tools/bundle-passes.ts'
import { lintPassCommand } from './tools/lint-pass.ts'
import { showPassCommand } from './tools/show-pass.ts'
import { verifyPassCommand } from './tools/verify-pass.ts'

/** A pass is the one noun of two worlds: passes on a server, and .pkpass files on this machine. */
export function passCommand(io: Io): Command {
  const teaching = {
    summary: 'issue, find, set, void, restore, content, timeline, download; build, lint, verify, show, bundle',
    description: 'Passes on a server are named by their id, pas_…; pass files need no server.',
    examples: [
      ['A pass without a link', 'billfold pass issue cam_… customer-17 --token contact.firstName=Ada'],
      ['What is wrong with my pass.json?', 'billfold pass lint Coffee.pass/pass.json'],
      ['Would a phone take this file?', 'billfold pass verify coffee.pkpass'],
    ],
  } as const
  const onServer = passServerCommands(io).map((command) => command.helpGroup('On a server:'))
  const onFiles = [buildPassCommand, lintPassCommand, verifyPassCommand, showPassCommand, bundlePassesCommand].map(
    (command) => command(io).helpGroup('Files, without a server:'),
  )
  return noun('pass', teaching, [...onServer, ...onFiles])
}
