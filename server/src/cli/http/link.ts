import { type Command, Option } from 'commander'
import type { LinkAnswer } from '../../campaigns/links/schema.ts'
import { noun, several } from '../command.ts'
import { instantForm, instantOf } from '../dates.ts'
import { CommandError, ProblemsFound, usageError } from '../errors.ts'
import { readJson } from '../files.ts'
import type { Io } from '../io.ts'
import { plain, print } from '../output.ts'
import { openServer, type Server, serverCommand } from './client.ts'
import { type TokenOptions, tokenOption, tokensOf } from './tokens.ts'

export function linkCommand(io: Io): Command {
  const teaching = {
    summary: 'links that open to a pass: create',
    description:
      'A link carries a recipient’s tokens, encrypted. Opening it on a phone makes the pass, or finds it, and offers ' +
      'it to the wallet. Making links needs no database and keeps nothing.',
    examples: [
      ['A link for one recipient', 'billfold link create cam_… customer-17 --token contact.firstName=Ada'],
      ['Many at once', 'billfold link create --file requests.json'],
    ],
  } as const
  return noun('link', teaching, [createCommand(io)])
}

interface CreateOptions extends TokenOptions {
  readonly platform: string
  readonly expires?: string
  readonly file?: string
}

function createCommand(io: Io): Command {
  const teaching = {
    summary: 'make one link, or many from a file',
    description:
      'Makes the link of a contact’s pass in a campaign. The contact is your own id of the recipient: the same contact ' +
      'always gets the same pass. With --file, makes a link for each request of a JSON file, as ' +
      '{ "requests": [{ "campaignId", "contactId", "contact": {…}, "voucher": {…} }] }, one a line in that order; a ' +
      'request that is refused says why, the others get their links.',
    examples: [
      ['One', 'billfold link create cam_… customer-17 --token contact.firstName=Ada --token voucher.points=120'],
      ['Until the end of January', 'billfold link create cam_… customer-17 --expires 2027-02-01'],
      ['From a file, for a mailing', 'billfold link create --file requests.json --json > links.json'],
    ],
  } as const
  return serverCommand('create', teaching)
    .argument('[campaign]', 'id of the campaign')
    .argument('[contact]', 'the recipient, by your own id')
    .option(...tokenOption, several)
    .addOption(
      new Option('--platform <wallet>', 'which wallet it opens').choices(['auto', 'apple', 'google']).default('auto'),
    )
    .option('--expires <when>', `from when on it opens no more, 400 days if left out: ${instantForm}`)
    .option('--file <file>', 'JSON file with requests, instead of campaign and contact')
    .action(async (campaign: string | undefined, contact: string | undefined, options: CreateOptions) => {
      const server = openServer(io, options)
      if (options.file !== undefined) return createMany(io, server, options, options.file, campaign)
      if (campaign === undefined || contact === undefined) {
        throw usageError('A link needs a campaign and a contact.', 'Give both, or --file with requests.')
      }
      const expiresAt = options.expires === undefined ? undefined : instantOf('--expires', options.expires)
      const request = {
        campaignId: campaign,
        contactId: contact,
        platform: options.platform,
        ...tokensOf(options.token),
        ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
      }
      const [answer] = await createLinks(server, [request])
      if (!answer) throw new Error('The server answered one request with no link.')
      if ('error' in answer) {
        const { code, detail, hint, errors } = answer.error
        throw new CommandError('refused', code, detail, { hint, errors })
      }
      print(io, options, answer, () => answer.url)
    })
}

async function createMany(
  io: Io,
  server: Server,
  options: CreateOptions,
  file: string,
  campaign: string | undefined,
): Promise<void> {
  if (campaign !== undefined || options.token !== undefined || options.expires !== undefined) {
    throw usageError('--file goes with no campaign, contact, --token or --expires: they stand in the file.')
  }
  const content = await readJson(io, file)
  const requests = Array.isArray(content) ? content : (content as { requests?: unknown } | null)?.requests
  if (!Array.isArray(requests)) {
    throw usageError(`${file} holds no requests.`, 'It must be a JSON list, or an object with a list at "requests".')
  }
  const urls = await createLinks(server, requests)
  print(io, options, { urls }, (style) =>
    urls.map((answer) => ('url' in answer ? answer.url : style.red(`Error: ${plain(answer.error.detail)}`))).join('\n'),
  )
  if (urls.some((answer) => 'error' in answer)) throw new ProblemsFound()
}

async function createLinks(server: Server, requests: readonly unknown[]): Promise<readonly LinkAnswer[]> {
  const { body } = await server.ask<{ urls: LinkAnswer[] }>({
    method: 'POST',
    path: '/pers/v1/urls',
    body: { requests },
  })
  return body.urls
}
