import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { zipSource } from '@billfold/pkpass'
import { readPassFolder } from '@billfold/pkpass/node'
import type { Command } from 'commander'
import type { Static } from 'typebox'
import type { ImportAnswer } from '../../campaigns/import/schema.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { count, placeLine, print } from '../output.ts'
import { campaignText } from './campaign-text.ts'
import { openServer, type ServerOptions, serverCommand } from './client.ts'

interface ImportOptions extends ServerOptions {
  readonly wallet: string
  readonly name?: string
  readonly language?: string
}

export function importCampaignCommand(io: Io): Command {
  const teaching = {
    summary: 'make a campaign of a pass that exists',
    description:
      'Makes a campaign whose draft says what a .pkpass file says, or a template of Apple’s Pass Designer, as a folder or ' +
      'zipped. Its images are uploaded; keys that nobody knows stay in the raw part for Apple. Says what was wrong with ' +
      'the file, what of it a campaign does not keep, and what is missing to publish it.',
    examples: [
      ['A pass', 'billfold campaign import coffee.pkpass --wallet wal_…'],
      ['A template in German', 'billfold campaign import Coffee.pkpasstemplate --wallet wal_… --language de'],
    ],
  } as const
  return serverCommand('import', teaching)
    .argument('<file>', '.pkpass file, .pkpasstemplate or .pass folder')
    .requiredOption('--wallet <configuration>', 'the credentials that its passes are signed with')
    .option('--name <name>', 'to tell it from others; what the pass says it is if left out')
    .option('--language <tag>', 'which of its languages the campaign speaks; English if left out')
    .action(async (file: string, options: ImportOptions) => {
      const { wallet: walletConfigurationId, name, language } = options
      const { body } = await openServer(io, options).ask<Static<typeof ImportAnswer>>({
        method: 'POST',
        path: '/api/campaigns/import',
        query: { walletConfigurationId, name, language },
        file: { type: 'application/vnd.apple.pkpass', bytes: await readPass(io, file) },
      })
      const { campaign, findings } = body
      print(io, options, body, (style) =>
        [
          campaignText(campaign, style),
          ...(findings.length > 0 ? ['', style.yellow(`In the file: ${count(findings.length, 'finding')}.`)] : []),
          ...findings.map((finding) => placeLine(finding, style)),
          '',
          `\`billfold campaign show ${campaign.id}\` has its draft.`,
        ].join('\n'),
      )
    })
}

async function readPass(io: Io, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = resolve(io.cwd, file)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return readBytes(io, file)
  return new Uint8Array(zipSource(await readPassFolder(path)))
}
