import type { Command } from 'commander'
import type { Static } from 'typebox'
import type { PublishAnswer } from '../../campaigns/schema.ts'
import { noun } from '../command.ts'
import type { Io } from '../io.ts'
import { plain, print, table } from '../output.ts'
import { createCampaignCommand, draftCommand, updateCampaignCommand } from './author-campaign.ts'
import { type CampaignAnswer, type CampaignSummary, campaignText, lossLines, warningLines } from './campaign-text.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'
import { importCampaignCommand } from './import-campaign.ts'
import { everything } from './pages.ts'
import { previewCommand } from './preview.ts'

export function campaignCommand(io: Io): Command {
  const teaching = {
    summary: 'kinds of passes: create, import, list, show, update, draft, preview, publish, archive',
    description:
      'A campaign is one kind of pass. You author its draft as a JSON file, preview it, and publish it: then its links ' +
      'and passes show it, and what you publish later reaches the passes that are out already.',
    examples: [
      ['Author one', 'billfold campaign create coffee.json'],
      ['See what a pass would show', 'billfold campaign preview cam_… --token contact.firstName=Ada'],
      ['Put it into force', 'billfold campaign publish cam_…'],
    ],
  } as const
  return noun('campaign', teaching, [
    createCampaignCommand(io),
    importCampaignCommand(io),
    listCommand(io),
    showCommand(io),
    updateCampaignCommand(io),
    draftCommand(io),
    previewCommand(io),
    publishCommand(io),
    archiveCommand(io),
  ])
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list campaigns',
    description: 'Lists the campaigns with their state and the revision in force.',
    examples: [
      ['All', 'billfold campaign list'],
      [
        'The ids of those that are published',
        'billfold campaign list --json | jq -r \'.items[] | select(.state == "published").id\'',
      ],
    ],
  } as const
  return serverCommand('list', teaching).action(async (options: ServerOptions) => {
    const server = openServer(io, options)
    const campaigns = await everything<CampaignSummary>(server, { path: '/api/campaigns' })
    print(io, options, { items: campaigns }, (style) =>
      campaigns.length === 0
        ? 'There are no campaigns yet. Author one: billfold campaign create'
        : table(
            ['CAMPAIGN', 'NAME', 'KIND', 'STATE', 'REVISION'],
            campaigns.map(({ id, name, kind, state, revision }) => [id, name, kind, state, revision]),
            style,
          ),
    )
  })
}

function showCommand(io: Io): Command {
  const teaching = {
    summary: 'show a campaign and its draft',
    description:
      'Shows a campaign: its state, the revision in force, whether the draft differs from it, and the draft.',
    examples: [
      ['For people', 'billfold campaign show cam_…'],
      [
        'The draft as a file, to be edited and put back',
        'billfold campaign show cam_… --json | jq .draft > draft.json',
      ],
    ],
  } as const
  return serverCommand('show', teaching)
    .argument('<campaign>', 'its id')
    .action(async (id: string, options: ServerOptions) => {
      const { body: campaign } = await openServer(io, options).ask<CampaignAnswer>({ path: path`/api/campaigns/${id}` })
      print(io, options, campaign, (style) =>
        [campaignText(campaign, style), '', JSON.stringify(campaign.draft, null, 2)].join('\n'),
      )
    })
}

function publishCommand(io: Io): Command {
  const teaching = {
    summary: 'put the draft into force',
    description:
      'Publishes the draft as the next revision: links give out such passes, and those that are out already show it. A ' +
      'draft that is not fit is refused with every reason. Publishing an unchanged draft changes nothing. What is ' +
      'worth a look for Apple Wallet is listed, and what Google Wallet cannot show, if the campaign has passes there.',
    examples: [
      ['Publish', 'billfold campaign publish cam_…'],
      ['Only if a preview works', 'billfold campaign preview cam_… > preview.txt && billfold campaign publish cam_…'],
    ],
  } as const
  return serverCommand('publish', teaching)
    .argument('<campaign>', 'its id')
    .option('--accept-google-losses', 'publish it though Google Wallet will be late for some turns of its calendar')
    .action(async (id: string, options: ServerOptions & { acceptGoogleLosses?: true }) => {
      const { status, body } = await openServer(io, options).ask<Static<typeof PublishAnswer>>({
        method: 'POST',
        path: path`/api/campaigns/${id}/revisions`,
        ...(options.acceptGoogleLosses && { body: { acceptGoogleLosses: true } }),
      })
      const isNew = status === 201 ? '' : ' already'
      print(io, options, body, (style) =>
        [
          `Revision ${body.revision} is in force${isNew}.`,
          ...warningLines(body.warnings, style),
          ...lossLines(body.losses, style),
        ].join('\n'),
      )
    })
}

function archiveCommand(io: Io): Command {
  const teaching = {
    summary: 'end a campaign',
    description: 'Archives a campaign: its links open no more. Passes that are out stay as they are.',
    examples: [
      ['Archive it', 'billfold campaign archive cam_…'],
      ['See that it is', 'billfold campaign show cam_…'],
    ],
  } as const
  return serverCommand('archive', teaching)
    .argument('<campaign>', 'its id')
    .action(async (id: string, options: ServerOptions) => {
      const { body: campaign } = await openServer(io, options).ask<CampaignSummary>({
        method: 'POST',
        path: path`/api/campaigns/${id}/archive`,
      })
      print(io, options, campaign, () => `Campaign ${plain(campaign.name)} is archived.`)
    })
}
