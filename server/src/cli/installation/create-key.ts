import type { Command } from 'commander'
import { type Scope, scopeNames, scopes } from '../../accounts/scopes.ts'
import type { Installation } from '../../installation.ts'
import { several } from '../command.ts'
import { instantForm, instantOf } from '../dates.ts'
import { collectFaults, usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { facts, print } from '../output.ts'
import { existingCampaign, existingCustomer, keyDocument } from './keys.ts'
import { installationCommand, logWriterOf, withInstallation } from './open.ts'

interface CreateOptions {
  readonly customer: string
  readonly name: string
  readonly scope: readonly string[]
  readonly campaign?: readonly string[]
  readonly expires?: string
  readonly json?: boolean
}

export function createKeyCommand(io: Io): Command {
  const meanings = scopeNames.map((scope) => `  ${scope.padEnd(19)}${scopes[scope]}`).join('\n')
  const teaching = {
    summary: 'make an API key',
    description:
      'Makes an API key and prints it, this once: it is kept nowhere. It is valid at once, also on running servers.\n\n' +
      `Scopes:\n${meanings}`,
    examples: [
      ['For a web shop that makes links', 'billfold key create --customer cus_… --name shop --scope links:create'],
      [
        'For a till, one campaign only, until the end of the year',
        'billfold key create --customer cus_… --name till --scope passes:read --scope passes:write --campaign cam_… --expires 2027-01-01',
      ],
    ],
  } as const
  return installationCommand('create', teaching)
    .requiredOption('--customer <id>', 'whose key it is')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scope <scope>', 'what it may do; may be given several times', several)
    .option('--campaign <id>', 'the only campaign it may touch; may be given several times', several)
    .option('--expires <when>', `from when on it is refused: ${instantForm}`)
    .action(async (options: CreateOptions) => {
      const at = io.clock.now()
      const { createApiKey } = await import('../../accounts/create-api-key.ts')
      const { transact } = await import('../../log/transact.ts')
      const { text, apiKey } = await withInstallation(io, options, async (installation) => {
        const rights = await rightsOf(installation, options, at)
        const input = { customerId: options.customer, name: options.name, ...rights, by: null }
        return transact(logWriterOf(installation), input.customerId, (trx) =>
          createApiKey(trx, installation.keys, input, at),
        )
      })
      print(io, options, { ...keyDocument({ ...apiKey, customerId: options.customer }), key: text }, (style) =>
        [
          `API key ${apiKey.id} is made. It is shown this once:`,
          '',
          style.bold(text),
          '',
          facts(
            [
              ['Name', apiKey.name],
              ['Scopes', apiKey.scopes.join(', ')],
              ['Campaigns', apiKey.campaignIds?.join(', ') ?? 'all'],
              ['Expires', apiKey.notAfter?.toISOString() ?? 'never'],
            ],
            style,
          ),
        ].join('\n'),
      )
    })
}

/** @throws CommandError that says everything that is wrong with the options */
async function rightsOf(installation: Installation, options: CreateOptions, at: Date) {
  const { customer, campaign, expires } = options
  const { attempt, refuseIfAny } = collectFaults()
  const scopes: Scope[] = []
  for (const text of options.scope) await attempt(() => scopes.push(scopeOf(text)))
  const customerId = await attempt(() => existingCustomer(installation, customer))
  // Without its customer, nothing can be said about a campaign.
  for (const id of (customerId && campaign) ?? []) await attempt(() => existingCampaign(installation, customer, id))
  const notAfter = expires === undefined ? null : await attempt(() => timeToCome(expires, at))
  refuseIfAny('No key is made:')
  return { scopes, campaignIds: campaign ?? null, notAfter: notAfter ?? null }
}

function scopeOf(text: string): Scope {
  const scope = scopeNames.find((name) => name === text)
  if (scope) return scope
  throw usageError(`${JSON.stringify(text)} is no scope.`, `Scopes: ${scopeNames.join(', ')}.`)
}

function timeToCome(text: string, at: Date): Date {
  const time = instantOf('--expires', text)
  if (time > at) return time
  throw usageError(`--expires ${text} has passed already.`, 'Give a time to come, or leave it out.')
}
