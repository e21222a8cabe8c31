import type { Command } from 'commander'
import { noun } from '../command.ts'
import { usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { facts, plain, print, table } from '../output.ts'
import { installationCommand, withInstallation } from './open.ts'

export function customerCommand(io: Io): Command {
  const teaching = {
    summary: 'the tenants of this installation: create, list',
    description: 'A customer owns campaigns, passes, certificates and API keys. Customers never see each other’s.',
    examples: [
      ['The first thing to do on a new installation', 'billfold customer create "Acme Coffee"'],
      ['See the ids', 'billfold customer list'],
    ],
  } as const
  return noun('customer', teaching, [createCommand(io), listCommand(io)])
}

function createCommand(io: Io): Command {
  const teaching = {
    summary: 'make a customer and its first API key',
    description:
      'Makes a customer and an API key with the scope admin, which may do everything for this customer. The key is ' +
      'printed this once and kept nowhere. Works whether or not a server is running.',
    examples: [
      ['Make one', 'billfold customer create "Acme Coffee"'],
      ['In a script', 'billfold customer create "Acme Coffee" --json | jq -r .key'],
    ],
  } as const
  return installationCommand('create', teaching)
    .argument('<name>', 'what it is called')
    .action(async (name: string, options: { json?: boolean }) => {
      if (name.trim() === '') throw usageError('The name of a customer cannot be empty.')
      const { createCustomer } = await import('../../accounts/customers.ts')
      const { createApiKey } = await import('../../accounts/create-api-key.ts')
      const at = io.clock.now()
      const { customer, apiKey, text } = await withInstallation(io, options, ({ database, keys }) =>
        database.db.transaction().execute(async (trx) => {
          const customer = await createCustomer(trx, keys, { name: name.trim() }, at)
          const key = { customerId: customer.id, name: 'first key', scopes: ['admin'] as const, campaignIds: null }
          return { customer, ...(await createApiKey(trx, keys, { ...key, notAfter: null, by: null }, at)) }
        }),
      )
      print(io, options, { customerId: customer.id, name: customer.name, apiKeyId: apiKey.id, key: text }, (style) =>
        [
          `Customer ${plain(customer.name)} is made.`,
          '',
          facts([['Customer', customer.id]], style),
          '',
          'Its API key, which may do everything for it, is shown this once:',
          '',
          style.bold(text),
          '',
          'Next, with the server running (billfold serve):',
          '',
          '  export BILLFOLD_API_KEY=…   # this key',
          '  billfold wallet add --certificate pass.cer --private-key pass.key',
        ].join('\n'),
      )
    })
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list the customers',
    description: 'Lists the customers of this installation, the oldest first.',
    examples: [
      ['All of them', 'billfold customer list'],
      ['Of a data folder that is not the usual one', 'billfold customer list --data /var/lib/billfold'],
    ],
  } as const
  return installationCommand('list', teaching).action(async (options: { json?: boolean }) => {
    const { listCustomers } = await import('../../accounts/customers.ts')
    const customers = await withInstallation(io, options, ({ database }) => listCustomers(database.db))
    print(io, options, { items: customers }, (style) =>
      customers.length === 0
        ? 'There are no customers yet. Make one: billfold customer create NAME'
        : table(
            ['CUSTOMER', 'NAME', 'CREATED'],
            customers.map(({ id, name, createdAt }) => [id, name, createdAt.toISOString()]),
            style,
          ),
    )
  })
}
