import type { Command } from 'commander'
import { noun } from './command.ts'
import { passServerCommands } from './http/pass.ts'
import type { Io } from './io.ts'
import { buildPassCommand } from './tools/build-pass.ts'
import { bundlePassesCommand } from './tools/bundle-passes.ts'
import { showPassCommand } from './tools/show-pass.ts'
import { verifyPassCommand } from './tools/verify-pass.ts'

/** A pass is the one noun of two worlds: passes on a server, and .pkpass files on this machine. */
export function passCommand(io: Io): Command {
  const teaching = {
    summary: 'issue, find, set, void, restore, content, timeline, download; build, verify, show, bundle',
    description: 'Passes on a server are named by their id, pas_…; pass files need no server.',
    examples: [
      ['A pass without a link', 'billfold pass issue cam_… customer-17 --token contact.firstName=Ada'],
      ['Would a phone take this file?', 'billfold pass verify coffee.pkpass'],
    ],
  } as const
  const onServer = passServerCommands(io).map((command) => command.helpGroup('On a server:'))
  const onFiles = [buildPassCommand(io), verifyPassCommand(io), showPassCommand(io), bundlePassesCommand(io)].map(
    (command) => command.helpGroup('Files, without a server:'),
  )
  return noun('pass', teaching, [...onServer, ...onFiles])
}
