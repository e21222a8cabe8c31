import type { Command } from 'commander'
import type { PassAnswer } from '../../passes/schema.ts'
import { several } from '../command.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'
import { passText } from './pass-text.ts'
import { type TokenOptions, tokenOption, tokensOf } from './tokens.ts'

/** What changes a pass: its tokens, and whether it is void. */
export function changeCommands(io: Io): Command[] {
  return [setCommand(io), ...stateCommands(io)]
}

function setCommand(io: Io): Command {
  const teaching = {
    summary: 'set tokens of a pass',
    description:
      'Sets tokens; those that are not named stay. If the pass then shows something else, the phones that hold it get ' +
      'it. A name without a value removes the token.',
    examples: [
      ['More points', 'billfold pass set pas_… --token voucher.points=130'],
      ['Remove a token', 'billfold pass set pas_… --token voucher.code'],
    ],
  } as const
  return serverCommand('set', teaching)
    .argument('<pass>', 'id of the pass')
    .requiredOption(...tokenOption, several)
    .action(async (id: string, options: TokenOptions) => {
      const { body: pass } = await openServer(io, options).ask<PassAnswer>({
        method: 'PATCH',
        path: path`/api/passes/${id}`,
        body: tokensOf(options.token, { removable: true }),
      })
      print(io, options, pass, (style) => passText(pass, style))
    })
}

/** The changes of a pass's state: each is a POST to the route of its name. */
const stateChanges = {
  void: {
    summary: 'declare a pass void',
    description: 'Declares a pass void: phones show it greyed out. It can be restored.',
    examples: [
      ['Void it', 'billfold pass void pas_…'],
      ['With a reason, which the log keeps', 'billfold pass void pas_… --reason "refunded"'],
    ],
  },
  restore: {
    summary: 'make a void pass valid again',
    description: 'Makes a void pass valid again.',
    examples: [
      ['Restore it', 'billfold pass restore pas_…'],
      ['With a reason, which the log keeps', 'billfold pass restore pas_… --reason "voided by mistake"'],
    ],
  },
} as const

function stateCommands(io: Io): Command[] {
  return Object.entries(stateChanges).map(([change, teaching]) =>
    serverCommand(change, teaching)
      .argument('<pass>', 'id of the pass')
      .option('--reason <text>', 'why; the log keeps it')
      .action(async (id: string, options: ServerOptions & { reason?: string }) => {
        const { body: pass } = await openServer(io, options).ask<PassAnswer>({
          method: 'POST',
          path: `${path`/api/passes/${id}`}/${change}`,
          body: { ...(options.reason !== undefined && { reason: options.reason }) },
        })
        print(io, options, pass, (style) => passText(pass, style))
      }),
  )
}
