import Type, { type Static } from 'typebox'
import { chosenBy } from '../platform/chosen-by.ts'
import { listOf, page } from '../platform/lists.ts'

const Moment = (description: string) => Type.String({ description, format: 'date-time' })
const Pem = (description: string) => Type.String({ description, minLength: 1, maxLength: 65_536 })

const Name = (own: string) =>
  Type.Optional(
    Type.String({
      description: `To tell it from others. Left out, the present name stays; a new configuration is called by its ${own}.`,
      minLength: 1,
      maxLength: 100,
    }),
  )

const NewAppleConfiguration = Type.Object(
  {
    wallet: Type.Literal('apple'),
    name: Name('pass type'),
    certificate: Type.Optional(Pem('The Pass Type ID certificate: PEM, or DER in base64. Goes with `privateKey`.')),
    privateKey: Type.Optional(Pem('Its private key: PEM, or DER in base64; may be encrypted.')),
    pkcs12: Type.Optional(
      Type.String({
        description: 'A .p12 file in base64, as Keychain exports it: instead of `certificate` and `privateKey`.',
        minLength: 1,
        maxLength: 262_144,
      }),
    ),
    passphrase: Type.Optional(
      Type.String({ description: 'Opens the private key or the .p12 file, if they are encrypted.', maxLength: 1024 }),
    ),
    intermediates: Type.Optional(
      Type.Array(Pem('A certificate.'), {
        description: 'Authorities besides Apple’s, which are built in. Only where test wallets are allowed.',
        minItems: 1,
        maxItems: 5,
      }),
    ),
  },
  { additionalProperties: false, title: 'Apple Wallet' },
)

const NewGoogleConfiguration = Type.Object(
  {
    wallet: Type.Literal('google'),
    name: Name('issuer id'),
    issuerId: Type.String({
      description:
        'The issuer id, as the Google Pay & Wallet Console shows it on the page of the Google Wallet API: digits only. ' +
        'No e-mail address, client id or merchant id (BCR2DN…).',
      pattern: '^[1-9][0-9]{0,18}$',
    }),
    serviceAccount: Type.Union(
      [
        Type.Object({}, { additionalProperties: true, title: 'the key file’s JSON' }),
        Type.String({ title: 'the key file’s text' }),
      ],
      { description: 'The JSON key file of a service account that is invited to the issuer: as it is, or as a text.' },
    ),
  },
  { additionalProperties: false, title: 'Google Wallet' },
)
export type NewAppleConfiguration = Static<typeof NewAppleConfiguration>
export type NewGoogleConfiguration = Static<typeof NewGoogleConfiguration>

export const NewWalletConfigurationSchema = chosenBy('wallet', [NewAppleConfiguration, NewGoogleConfiguration])

const shared = (organizationName: string) => ({
  id: Type.String(),
  name: Type.String(),
  organizationName: Type.Union([Type.String(), Type.Null()], { description: organizationName }),
  createdAt: Moment('When the first credentials were stored.'),
  modifiedAt: Moment('When the present credentials were stored.'),
})

const warnings = (codes: string) =>
  Type.Array(Type.Object({ code: Type.String({ description: codes }), message: Type.String(), fix: Type.String() }), {
    description: 'What needs attention; empty if nothing does.',
  })

export const WalletConfigurationSchema = Type.Union([
  Type.Object({
    wallet: Type.Literal('apple'),
    ...shared('The team’s name in the certificate.'),
    passTypeId: Type.String({ description: 'The pass type identifier that the certificate is for.' }),
    teamId: Type.String({ description: 'The Apple developer team that the certificate was issued to.' }),
    certificateNotAfter: Moment('Until when passes can be signed.'),
    daysLeft: Type.Integer({ description: 'Whole days until then; 0 when it has passed.' }),
    certificates: Type.Optional(
      Type.Array(
        Type.Object({
          commonName: Type.String({ description: 'What Apple and Keychain call it.' }),
          serialNumber: Type.String({ description: 'In hexadecimal, as `openssl x509 -serial` writes it.' }),
          issuedAt: Moment('From when on it is valid.'),
          notAfter: Moment('When it, or the one that issued it, stops being valid.'),
          isForNfc: Type.Boolean({ description: 'Whether Apple issued it for passes with NFC.' }),
          inForce: Type.Boolean({ description: 'Whether it signs; the others would if it could not.' }),
        }),
        { description: 'Those that can sign now, the one in force first; only where one configuration is read.' },
      ),
    ),
    warnings: warnings(
      '`certificate_expired`, `certificate_expires_within_…d` (1, 7, 14, 30, 60), `nfc_lost`, `certificate_not_in_force`, or what a check found.',
    ),
  }),
  Type.Object({
    wallet: Type.Literal('google'),
    ...shared('What Google calls the issuer; null until it was asked.'),
    issuerId: Type.String({ description: 'The issuer whose passes they are.' }),
    serviceAccountEmail: Type.String({ description: 'The service account that acts for the issuer.' }),
    checkedAt: Type.Union([Moment('When Google last judged the credentials.'), Type.Null()]),
    warnings: warnings(
      '`unchecked`, `unanswered`, `maybe_demo_mode`, `test_account`, or a code that begins with `google_`, whose page is under `/docs/errors`.',
    ),
  }),
])
export type WalletConfigurationAnswer = Static<typeof WalletConfigurationSchema>

export const WalletConfigurationListSchema = listOf(WalletConfigurationSchema)

export const WalletConfigurationPageSchema = Type.Object(page, { additionalProperties: false })

export const WalletConfigurationIdSchema = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })
