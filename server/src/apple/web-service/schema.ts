import Type, { type Static, type TSchema } from 'typebox'

/** The part of an address that names a pass. */
export const PassPath = Type.Object({
  passTypeId: Type.String({ description: '`passTypeIdentifier`.' }),
  serial: Type.String({ description: '`serialNumber`.' }),
})
export type PassPath = Static<typeof PassPath>

const deviceId = Type.String({ description: 'The device library identifier: opaque, and a secret of the device.' })

export const RegistrationPath = Type.Object({ deviceId, ...PassPath.properties })
export const DevicePath = Type.Object({ deviceId, passTypeId: PassPath.properties.passTypeId })

/** Describes a body without checking it: the routes take bytes, and read them themselves. */
const described = (schema: TSchema) => ({ content: { 'application/json': { schema } } })

export const RegistrationBody = described(Type.Object({ pushToken: Type.String({ minLength: 1, maxLength: 512 }) }))
export const PersonalizationBody = described(
  Type.Object({
    personalizationToken: Type.String({ description: 'What the phone wants signed.' }),
    requiredPersonalizationInfo: Type.Object(
      {},
      {
        additionalProperties: { type: 'string' },
        description:
          'What the form asked for: `fullName`, `givenName`, `familyName`, `emailAddress`, `phoneNumber`, `postalCode`, `ISOCountryCode`.',
      },
    ),
  }),
)
export const LogBody = described(Type.Object({ logs: Type.Array(Type.String()) }))

export const SinceTag = Type.Object({
  passesUpdatedSince: Type.Optional(
    Type.Unknown({ description: 'The `lastUpdated` of an earlier answer; anything else counts as none.' }),
  ),
})

/** An answer without a body. */
export const nothing = (description: string) => Type.Unsafe<undefined>(Type.Null({ description }))

export const UpdatablePasses = Type.Object(
  {
    serialNumbers: Type.Array(Type.String()),
    lastUpdated: Type.String({ description: 'The tag to ask with next time.' }),
  },
  { description: 'There are changes.' },
)

/** What every route of the web service says of itself. A phone's right is not an API key. */
export const webService = { tags: ['Apple web service'], security: [] }
