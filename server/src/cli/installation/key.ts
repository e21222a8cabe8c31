import type { Command } from 'commander'
import type { ApiKey } from '../../accounts/api-key.ts'
import { noun } from '../command.ts'
import { CommandError } from '../errors.ts'
import type { Io } from '../io.ts'
import { print, table } from '../output.ts'
import { createKeyCommand } from './create-key.ts'
import { existingCustomer, keyDocument, keysOf } from './keys.ts'
import { installationCommand, logWriterOf, withInstallation } from './open.ts'

export function keyCommand(io: Io): Command {
  const teaching = {
    summary: 'API keys: create, list, revoke',
    description: 'An API key lets a program use the HTTP API for one customer, within its scopes.',
    examples: [
      ['A key for the web shop', 'billfold key create --customer cus_… --name shop --scope links:create'],
      ['Which keys there are', 'billfold key list'],
    ],
  } as const
  return noun('key', teaching, [createKeyCommand(io), listCommand(io), revokeCommand(io)])
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list API keys',
    description: 'Lists the API keys of one customer or of all, revoked ones too. Their texts are kept nowhere.',
    examples: [
      ['All', 'billfold key list'],
      ['Of one customer, for a script', 'billfold key list --customer cus_… --json'],
    ],
  } as const
  return installationCommand('list', teaching)
    .option('--customer <id>', 'only the keys of this customer')
    .action(async (options: { customer?: string; json?: boolean }) => {
      const keys = await withInstallation(io, options, async (installation) => {
        if (options.customer !== undefined) await existingCustomer(installation, options.customer)
        return keysOf(installation, options.customer)
      })
      const at = io.clock.now()
      print(io, options, { items: keys.map(keyDocument) }, (style) =>
        keys.length === 0
          ? 'There are no API keys yet. Make one: billfold key create'
          : table(
              ['KEY', 'CUSTOMER', 'NAME', 'STATE', 'CAMPAIGNS', 'SCOPES'],
              keys.map((key) => [
                key.id,
                key.customerId,
                key.name,
                stateOf(key, at),
                key.campaignIds?.join(', ') ?? 'all',
                key.scopes.join(', '),
              ]),
              style,
            ),
      )
    })
}

function revokeCommand(io: Io): Command {
  const teaching = {
    summary: 'revoke an API key',
    description:
      'Refuses the key from now on; running servers learn of it within 30 seconds. Links that it made before stay ' +
      'valid. Revoking it again changes nothing.',
    examples: [
      ['Revoke it', 'billfold key revoke key_…'],
      ['Find it by its name first', 'billfold key list --json | jq -r \'.items[] | select(.name == "till").id\''],
    ],
  } as const
  return installationCommand('revoke', teaching)
    .argument('<key>', 'its id, not its text')
    .action(async (id: string, options: { json?: boolean }) => {
      const { revokeApiKey } = await import('../../accounts/revoke-api-key.ts')
      const { transact } = await import('../../log/transact.ts')
      const revoked = await withInstallation(io, options, async (installation) => {
        const key = (await keysOf(installation)).find((key) => key.id === id)
        if (!key) {
          throw new CommandError('refused', 'not_found', `There is no API key ${id}.`, {
            hint: 'See the ids with `billfold key list`; the text of a key is not its id.',
          })
        }
        const { customerId } = key
        const writer = logWriterOf(installation)
        const input = { customerId, keyId: id, by: null }
        return {
          customerId,
          ...(await transact(writer, customerId, (trx) => revokeApiKey(trx, input, io.clock.now()))),
        }
      })
      print(
        io,
        options,
        keyDocument(revoked),
        () =>
          `API key ${id} is revoked since ${revoked.revokedAt.toISOString()}. Running servers refuse it within 30 seconds.`,
      )
    })
}

function stateOf({ revokedAt, notAfter }: ApiKey, at: Date): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString().slice(0, 10)}`
  if (notAfter && notAfter <= at) return `expired ${notAfter.toISOString().slice(0, 10)}`
  return notAfter ? `until ${notAfter.toISOString().slice(0, 10)}` : 'valid'
}
