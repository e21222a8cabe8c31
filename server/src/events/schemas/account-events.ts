import Type from 'typebox'
import { scopeNames } from '../../accounts/scopes.ts'
import { wallets } from '../../credentials/tables.ts'

/** Data of the events of a customer's keys and credentials: entries of the audit trail. */

const By = Type.Union([Type.String(), Type.Null()], {
  description: 'Id of the API key that did it; null for the operator of the installation.',
})
const keyId = '06ej9z3k2wq8v5x1t7r4y0abcd'

export const KeyCreated = Type.Object(
  {
    keyId: Type.String(),
    name: Type.String(),
    scopes: Type.Array(Type.Enum(scopeNames)),
    campaignIds: Type.Union([Type.Array(Type.String()), Type.Null()], {
      description: 'The only campaigns that it may touch; null for all.',
    }),
    expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    by: By,
  },
  {
    examples: [
      {
        keyId: `key_${keyId}`,
        name: 'mailing',
        scopes: ['links:create'],
        campaignIds: null,
        expiresAt: null,
        by: null,
      },
    ],
  },
)

export const KeyRevoked = Type.Object(
  { keyId: Type.String(), name: Type.String(), by: By },
  { examples: [{ keyId: `key_${keyId}`, name: 'mailing', by: null }] },
)

export const WalletConfigured = Type.Object(
  {
    walletConfigurationId: Type.String(),
    wallet: Type.Enum([...wallets]),
    passTypeId: Type.Optional(Type.String({ description: 'Of Apple’s.' })),
    teamId: Type.Optional(Type.String({ description: 'Of Apple’s.' })),
    certificateNotAfter: Type.Optional(Type.String({ format: 'date-time', description: 'Of Apple’s.' })),
    issuerId: Type.Optional(Type.String({ description: 'Of Google’s.' })),
    serviceAccountEmail: Type.Optional(Type.String({ description: 'Of Google’s.' })),
    renewed: Type.Boolean({ description: 'Whether the credentials took the place of earlier ones.' }),
    by: By,
  },
  {
    examples: [
      {
        walletConfigurationId: 'wal_06ej9z3k2wq8v5x1t7r4y0abcd',
        wallet: 'apple',
        passTypeId: 'pass.com.acme.coffee',
        teamId: 'ABCDE12345',
        certificateNotAfter: '2037-03-01T12:00:00.000Z',
        renewed: false,
        by: null,
      },
      {
        walletConfigurationId: 'wal_06ej9z3k2wq8v5x1t7r4y0abce',
        wallet: 'google',
        issuerId: '3388000000022123456',
        serviceAccountEmail: 'billfold@acme-wallet.iam.gserviceaccount.com',
        renewed: false,
        by: null,
      },
    ],
  },
)
