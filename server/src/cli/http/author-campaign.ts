import type { Command } from 'commander'
import { isJsonObject } from '../../passes/content/json.ts'
import { usageError } from '../errors.ts'
import { readJson } from '../files.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import {
  type CampaignAnswer,
  campaignText,
  type DraftAnswer,
  issueLines,
  lossLines,
  warningLines,
} from './campaign-text.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'

export function createCampaignCommand(io: Io): Command {
  const teaching = {
    summary: 'make a campaign from a JSON file',
    description:
      'Makes a campaign from a file such as { "name": "Coffee card", "kind": "loyalty", "walletConfigurationId": "wal_…", ' +
      '"draft": { "tokens": […], "content": {…}, "variants": […] } }. /docs of the server describes every part. The ' +
      'kind is fixed for the campaign’s life; the draft may follow later.',
    examples: [
      ['Make one', 'billfold campaign create coffee.json'],
      ['For Google Wallet too', 'billfold campaign create coffee.json --google wal_…'],
      ['And publish it', 'billfold campaign publish "$(billfold campaign create coffee.json --json | jq -r .id)"'],
    ],
  } as const
  return serverCommand('create', teaching)
    .argument('<file>', 'JSON file')
    .option('--google <configuration>', 'its credentials for Google Wallet, instead of what the file says')
    .action(async (file: string, options: ServerOptions & { google?: string }) => {
      const source = await readJson(io, file)
      const google = options.google !== undefined && isJsonObject(source) && { googleConfigurationId: options.google }
      const { body: campaign } = await openServer(io, options).ask<CampaignAnswer>({
        method: 'POST',
        path: '/api/campaigns',
        body: google ? { ...source, ...google } : source,
      })
      print(io, options, campaign, (style) => campaignText(campaign, style))
    })
}

interface UpdateOptions extends ServerOptions {
  readonly name?: string
  /** False to have none. */
  readonly google?: string | false
  readonly googlePersonalLinks?: boolean
}

export function updateCampaignCommand(io: Io): Command {
  const teaching = {
    summary: 'rename a campaign, or set it up for Google Wallet',
    description:
      'Changes what is named and leaves all else. The credentials for Google Wallet can be changed until the campaign is ' +
      'published with them. Personal values travel in the address of Google’s page only if you allow it: when Google ' +
      'cannot be told of a pass in time, the holder waits otherwise.',
    examples: [
      ['Give out passes for Google Wallet too', 'billfold campaign update cam_… --google wal_…'],
      ['Rename it', 'billfold campaign update cam_… --name "Coffee card"'],
    ],
  } as const
  return serverCommand('update', teaching)
    .argument('<campaign>', 'its id')
    .option('--name <name>', 'to tell it from others')
    .option('--google <configuration>', 'its credentials for Google Wallet')
    .option('--no-google', 'no passes for Google Wallet')
    .option('--google-personal-links', 'let the address of Google’s page hold personal values')
    .option('--no-google-personal-links', 'let it hold none')
    .action(async (id: string, options: UpdateOptions) => {
      const { name, google, googlePersonalLinks } = options
      const changes = {
        ...(name !== undefined && { name }),
        ...(google !== undefined && { googleConfigurationId: google === false ? null : google }),
        ...(googlePersonalLinks !== undefined && { googlePersonalInLinks: googlePersonalLinks }),
      }
      if (Object.keys(changes).length === 0) throw usageError('No change is named.', 'Give --name or --google.')
      const { body: campaign } = await openServer(io, options).ask<CampaignAnswer>({
        method: 'PATCH',
        path: path`/api/campaigns/${id}`,
        body: changes,
      })
      print(io, options, campaign, (style) => campaignText(campaign, style))
    })
}

export function draftCommand(io: Io): Command {
  const teaching = {
    summary: 'replace the draft by a JSON file',
    description:
      'Writes the draft anew from a file such as { "tokens": […], "content": {…}, "variants": […] }. It is kept even if ' +
      'it is not fit to be published; then every reason is listed. Nothing that is out changes until you publish.',
    examples: [
      ['Replace it', 'billfold campaign draft cam_… draft.json'],
      ['See whether it is fit', "billfold campaign draft cam_… draft.json --json | jq '.issues'"],
    ],
  } as const
  return serverCommand('draft', teaching)
    .argument('<campaign>', 'its id')
    .argument('<file>', 'JSON file')
    .action(async (id: string, file: string, options: ServerOptions) => {
      const { body } = await openServer(io, options).ask<Pick<DraftAnswer, 'issues' | 'warnings' | 'losses'>>({
        method: 'PUT',
        path: path`/api/campaigns/${id}/draft`,
        body: await readJson(io, file),
      })
      print(io, options, body, (style) =>
        [
          'The draft is kept.',
          ...issueLines(body.issues, style),
          ...warningLines(body.warnings, style),
          ...lossLines(body.losses, style),
        ].join('\n'),
      )
    })
}
