import type { Command } from 'commander'
import type { FieldError } from '../../errors.ts'
import { readJson } from '../files.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { type CampaignAnswer, campaignText, issueLines } from './campaign-text.ts'
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
      ['And publish it', 'billfold campaign publish "$(billfold campaign create coffee.json --json | jq -r .id)"'],
    ],
  } as const
  return serverCommand('create', teaching)
    .argument('<file>', 'JSON file')
    .action(async (file: string, options: ServerOptions) => {
      const { body: campaign } = await openServer(io, options).ask<CampaignAnswer>({
        method: 'POST',
        path: '/api/campaigns',
        body: await readJson(io, file),
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
      const { body } = await openServer(io, options).ask<{ issues: FieldError[] }>({
        method: 'PUT',
        path: path`/api/campaigns/${id}/draft`,
        body: await readJson(io, file),
      })
      print(io, options, body, (style) => ['The draft is kept.', ...issueLines(body.issues, style)].join('\n'))
    })
}
