import { requires } from '../accounts/authorize.ts'
import type { App } from '../platform/http.ts'
import { onePage } from '../platform/lists.ts'
import { invalidRequest, misshapen } from '../platform/request-validator.ts'
import { addCertificate } from './add-certificate.ts'
import { addServiceAccount } from './add-service-account.ts'
import { answerOf, certificateAnswers } from './answers.ts'
import { certificateFacts, openCertificates, warningsOf } from './certificates.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { CredentialDeps } from './deps.ts'
import { materialsIn, type SealedMaterial, unsealMaterial } from './material.ts'
import {
  NewWalletConfigurationSchema,
  WalletConfigurationIdSchema,
  WalletConfigurationListSchema,
  WalletConfigurationPageSchema,
  WalletConfigurationSchema,
} from './schema.ts'
import { listWalletConfigurations, selectWalletConfiguration } from './store.ts'
import { walletConfigurationOf } from './wallet-configuration.ts'

/** The wallet configurations of the caller's customer: store or renew, list, look at, check. Secrets only go in. */
export function credentialRoutes(app: App, deps: CredentialDeps): void {
  const { database, clock, keys } = deps.core
  const tags = ['wallet configurations']

  app.post(
    '/api/wallet-configurations',
    {
      onRequest: requires('credentials:write'),
      attachValidation: true,
      schema: {
        summary: 'Store or renew the credentials for a wallet',
        description:
          'For Apple Wallet a Pass Type ID certificate with its private key, as a pair or as a .p12 file; pass type and ' +
          'team are read from it. For Google Wallet the key file of a service account and the id of the issuer that it ' +
          'acts for: it is tried at Google first, and what Google refuses is not stored. A pass type or issuer that the ' +
          'customer has already keeps its configuration and gets the new credentials. The secrets are sealed and never ' +
          'shown again.',
        tags,
        body: NewWalletConfigurationSchema,
        response: { 200: WalletConfigurationSchema, 201: WalletConfigurationSchema },
      },
    },
    async (request, reply) => {
      const { caller, body } = request
      const faults = misshapen(request)
      if (body?.wallet === 'google') {
        const { configuration, renewed, warnings } = await addServiceAccount(deps, caller, body, faults)
        return reply.code(renewed ? 200 : 201).send(answerOf(configuration, clock.now(), warnings))
      }
      if (faults.length > 0) throw invalidRequest(faults)
      const { configuration, renewed, warnings } = await addCertificate(deps, caller, body)
      return reply.code(renewed ? 200 : 201).send(answerOf(configuration, clock.now(), warnings))
    },
  )

  app.get(
    '/api/wallet-configurations',
    {
      onRequest: requires('credentials:read'),
      schema: {
        summary: 'List wallet configurations',
        description: 'The newest first, with what needs attention. Secrets are never shown.',
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
        description:
          'What its credentials are for, which certificates can sign and which one does, and what needs attention. Secrets ' +
          'are never shown.',
        tags,
        params: WalletConfigurationIdSchema,
        response: { 200: WalletConfigurationSchema },
      },
    },
    async (request) => {
      const row = await selectWalletConfiguration(database.db, request.caller.customerId, request.params.id)
      const at = clock.now()
      if (row.wallet !== 'apple') return answerOf(walletConfigurationOf(row), at)
      const { usable } = openCertificates(materialsIn(await unsealMaterial<SealedMaterial>(keys, row)), at)
      return {
        ...answerOf(walletConfigurationOf(row), at, warningsOf(usable)),
        certificates: certificateAnswers(certificateFacts(usable)),
      }
    },
  )

  app.post(
    '/api/wallet-configurations/:id/check',
    {
      onRequest: requires('credentials:write'),
      schema: {
        summary: 'Check stored credentials',
        description:
          'Tries them: a certificate whether it can sign now, a service account whether Google lets it act for the ' +
          'issuer. `warnings` says what is wrong and what to do; what Google has found stays there until a later check.',
        tags,
        params: WalletConfigurationIdSchema,
        response: { 200: WalletConfigurationSchema },
      },
    },
    async ({ caller, params: { id } }) => {
      const { configuration, warnings } = await checkConfiguration(deps, caller.customerId, id)
      return answerOf(configuration, clock.now(), warnings)
    },
  )
}
