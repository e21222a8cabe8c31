import type { Command } from 'commander'
import type { PassContent } from '../../passes/content/content.ts'
import { several } from '../command.ts'
import { instantForm, instantOf } from '../dates.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { type GoogleLosses, lossLines } from './campaign-text.ts'
import { openServer, path, serverCommand } from './client.ts'
import { contentText } from './content-text.ts'
import { type TokenOptions, tokenOption, tokensOf } from './tokens.ts'

interface PreviewAnswer {
  readonly at: string
  readonly content: PassContent
  readonly applePassJson: object
  readonly googleLosses: GoogleLosses
}

export function previewCommand(io: Io): Command {
  const teaching = {
    summary: 'see what a pass of the draft would show',
    description:
      'Shows what a pass of the draft would show, without making one: now or at another time, with the tokens given and ' +
      'the declared samples for all others. --json has the pass.json for Apple Wallet and the class and object for Google Wallet too.',
    examples: [
      ['With samples', 'billfold campaign preview cam_…'],
      ['For Ada, on Christmas Eve', 'billfold campaign preview cam_… --token contact.firstName=Ada --at 2026-12-24'],
    ],
  } as const
  return serverCommand('preview', teaching)
    .argument('<campaign>', 'its id')
    .option('--at <when>', instantForm)
    .option(...tokenOption, several)
    .action(async (id: string, options: TokenOptions & { at?: string }) => {
      const at = options.at === undefined ? undefined : instantOf('--at', options.at)
      const { body } = await openServer(io, options).ask<PreviewAnswer>({
        method: 'POST',
        path: path`/api/campaigns/${id}/preview`,
        body: { ...tokensOf(options.token), ...(at && { at: at.toISOString() }) },
      })
      print(io, options, body, (style) =>
        [`At ${body.at}:`, '', contentText(body.content, style), ...lossLines(body.googleLosses, style)].join('\n'),
      )
    })
}
