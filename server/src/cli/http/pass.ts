import type { Command } from 'commander'
import type { PassAnswer } from '../../passes/schema.ts'
import { several } from '../command.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { changeCommands } from './change-pass.ts'
import { openServer, type ServerOptions, serverCommand } from './client.ts'
import { timelineCommand } from './doctor.ts'
import { everything } from './pages.ts'
import { passTable, passText } from './pass-text.ts'
import { contentCommand, downloadCommand } from './read-pass.ts'
import { type TokenOptions, tokenOption, tokensOf } from './tokens.ts'

/** What is done with passes on a server. */
export function passServerCommands(io: Io): Command[] {
  return [
    issueCommand(io),
    findCommand(io),
    ...changeCommands(io),
    contentCommand(io),
    timelineCommand(io),
    downloadCommand(io),
  ]
}

function issueCommand(io: Io): Command {
  const teaching = {
    summary: 'make the pass of a contact, without a link',
    description:
      'Makes the pass of a contact in a campaign and prints its id. If the contact has that pass already, it is found ' +
      'and gets the tokens given.',
    examples: [
      ['Make one', 'billfold pass issue cam_… customer-17 --token contact.firstName=Ada'],
      [
        'And have the file to attach to a mail',
        'billfold pass download "$(billfold pass issue cam_… customer-17 --json | jq -r .id)"',
      ],
    ],
  } as const
  return serverCommand('issue', teaching)
    .argument('<campaign>', 'id of the campaign')
    .argument('<contact>', 'the recipient, by your own id')
    .option(...tokenOption, several)
    .action(async (campaignId: string, contactId: string, options: TokenOptions) => {
      const { status, body: pass } = await openServer(io, options).ask<PassAnswer>({
        method: 'POST',
        path: '/api/passes',
        body: { campaignId, contactId, ...tokensOf(options.token) },
      })
      print(io, options, pass, (style) =>
        [status === 201 ? 'The pass is made.' : 'The contact has this pass already.', '', passText(pass, style)].join(
          '\n',
        ),
      )
    })
}

interface FindOptions extends ServerOptions {
  readonly serial?: string
  readonly campaign?: string
  readonly contact?: string
}

function findCommand(io: Io): Command {
  const teaching = {
    summary: 'find passes',
    description: 'Lists the passes that fit all of the options given, in the order in which they were made.',
    examples: [
      ['By what the pass itself says', 'billfold pass find --serial 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['Everything that a contact has', 'billfold pass find --contact customer-17'],
    ],
  } as const
  return serverCommand('find', teaching)
    .option('--serial <number>', 'with this serial number')
    .option('--campaign <id>', 'of this campaign')
    .option('--contact <id>', 'of this recipient')
    .action(async (options: FindOptions) => {
      const query = { serialNumber: options.serial, campaignId: options.campaign, contactId: options.contact }
      const passes = await everything<PassAnswer>(openServer(io, options), { path: '/api/passes', query })
      print(io, options, { items: passes }, (style) => {
        if (passes.length === 0) return 'There is no such pass.'
        return passes.length === 1 ? passes.map((pass) => passText(pass, style)).join() : passTable(passes, style)
      })
    })
}
