import { requires } from '../accounts/authorize.ts'
import { type LogWriter, transact } from '../log/transact.ts'
import type { Clock } from '../platform/clock.ts'
import type { App } from '../platform/http.ts'
import type { Keys } from '../platform/keys.ts'
import { onePage } from '../platform/lists.ts'
import { answerOf } from './answers.ts'
import { checkMaterial } from './check-material.ts'
import { configureApple } from './configure-apple.ts'
import type { Identities } from './identities.ts'
import {
  NewWalletConfigurationSchema,
  WalletConfigurationIdSchema,
  WalletConfigurationListSchema,
  WalletConfigurationPageSchema,
  WalletConfigurationSchema,
} from './schema.ts'
import { listWalletConfigurations, selectWalletConfiguration } from './store.ts'
import { walletConfigurationOf } from './wallet-configuration.ts'
import type { WalletDirectory } from './wallet-directory.ts'

export interface CredentialDeps {
  readonly core: LogWriter & { readonly keys: Keys; readonly clock: Clock }
  readonly identities: Identities
  readonly walletDirectory: WalletDirectory
  /** Whether a development authority may stand in for Apple. */
  readonly allowTestWallets: boolean
}

/** The wallet configurations of the caller's customer: store or renew, list, look at. Secrets only go in. */
export function credentialRoutes(app: App, deps: CredentialDeps): void {
  const { core, identities, walletDirectory, allowTestWallets } = deps
  const { database, keys, clock } = core
  const tags = ['wallet configurations']

  app.post(
    '/api/wallet-configurations',
    {
      onRequest: requires('credentials:write'),
      schema: {
        summary: 'Store or renew a wallet’s certificate',
        description:
          'Stores a Pass Type ID certificate with its private key, as a pair or as a .p12 file. A pass type that the ' +
          'customer has already keeps its configuration and gets the new certificate. Pass type and team are read ' +
          'from the certificate. The secrets are sealed and never shown again.',
        tags,
        body: NewWalletConfigurationSchema,
        response: { 200: WalletConfigurationSchema, 201: WalletConfigurationSchema },
      },
    },
    async (request, reply) => {
      const { caller } = request
      const { wallet: _, name, ...material } = request.body
      const at = clock.now()
      const identity = checkMaterial(material, { allowTestWallets, at })
      const { configuration, renewed } = await transact(core, caller.customerId, (trx) =>
        configureApple(trx, keys, { customerId: caller.customerId, name, material, identity, by: caller.keyId }, at),
      )
      identities.forget(caller.customerId, configuration.id)
      await walletDirectory.refresh()
      return reply.code(renewed ? 200 : 201).send(answerOf(configuration, at))
    },
  )

  app.get(
    '/api/wallet-configurations',
    {
      onRequest: requires('credentials:read'),
      schema: {
        summary: 'List wallet configurations',
        description: 'The newest first, with how long their certificates last. Secrets are never shown.',
        tags,
        querystring: WalletConfigurationPageSchema,
        response: { 200: WalletConfigurationListSchema },
      },
    },
    async (request) => {
      const { cursor, limit = 100 } = request.query
      const range = { before: cursor, limit: limit + 1 }
      const found = await listWalletConfigurations(database.db, request.caller.customerId, range)
      const at = clock.now()
      return onePage(
        found,
        limit,
        (configuration) => configuration.id,
        (configuration) => answerOf(configuration, at),
      )
    },
  )

  app.get(
    '/api/wallet-configurations/:id',
    {
      onRequest: requires('credentials:read'),
      schema: {
        summary: 'Read a wallet configuration',
        description: 'What its certificate is for and how long it lasts. Secrets are never shown.',
        tags,
        params: WalletConfigurationIdSchema,
        response: { 200: WalletConfigurationSchema },
      },
    },
    async (request) => {
      const row = await selectWalletConfiguration(database.db, request.caller.customerId, request.params.id)
      return answerOf(walletConfigurationOf(row), clock.now())
    },
  )
}
