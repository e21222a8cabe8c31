import Type, { type Static } from 'typebox'
import { listOf, page } from '../platform/lists.ts'
import { scopeNames, scopes } from './scopes.ts'

const Id = (what: string) => Type.String({ description: what, minLength: 1, maxLength: 64 })
const Moment = (description: string) => Type.String({ description, format: 'date-time' })
const scopeList = scopeNames.map((name) => `\`${name}\`: ${scopes[name]}`).join(' ')

const ScopesSchema = Type.Array(Type.Enum(scopeNames), {
  description: `What the key may do. ${scopeList}`,
  minItems: 1,
  uniqueItems: true,
})

export const NewApiKeySchema = Type.Object(
  {
    name: Type.String({ description: 'What the key is for, to tell it from others.', minLength: 1, maxLength: 100 }),
    scopes: ScopesSchema,
    campaignIds: Type.Optional(
      Type.Array(Id('A campaign.'), {
        description: 'The only campaigns that the key may touch; all of them if absent.',
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
      }),
    ),
    expiresAt: Type.Optional(Moment('From when on the key is refused; never if absent.')),
  },
  { additionalProperties: false },
)

const apiKeyProperties = {
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.Enum(scopeNames)),
  campaignIds: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'null: all campaigns.' }),
  expiresAt: Type.Union([Moment('From when on it is refused.'), Type.Null()], { description: 'null: never.' }),
  createdAt: Moment('When it was made.'),
  revokedAt: Type.Union([Moment('From when on it is refused.'), Type.Null()], { description: 'null: not revoked.' }),
}

export const ApiKeySchema = Type.Object(apiKeyProperties)
export type ApiKeyAnswer = Static<typeof ApiKeySchema>

export const CreatedApiKeySchema = Type.Object({
  ...apiKeyProperties,
  key: Type.String({ description: 'The text to send as `Authorization: Bearer …`. It is shown this once.' }),
})

export const ApiKeyListSchema = listOf(ApiKeySchema)

export const ApiKeyPageSchema = Type.Object(page, { additionalProperties: false })

export const ApiKeyIdSchema = Type.Object({ id: Id('The key’s id, as `GET /api/keys` lists it; not its text.') })
