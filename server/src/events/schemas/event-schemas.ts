import type { TObject } from 'typebox'
import { type EventType, eventTypes } from '../../log/event-types.ts'
import { KeyCreated, KeyRevoked, WalletConfigured } from './account-events.ts'
import { CampaignArchived, CampaignChanged, CampaignPublished, CampaignTurned } from './campaign-events.ts'
import { Created, Delete, Download, Enrolled, Opened, Restored, Updated, Voided } from './pass-events.ts'

/** What the data of each type of event holds. Members may be added to one; those there are stay as they are. */
export const eventSchemas = {
  created: Created,
  opened: Opened,
  download: Download,
  delete: Delete,
  updated: Updated,
  enrolled: Enrolled,
  voided: Voided,
  restored: Restored,
  'campaign.published': CampaignPublished,
  'campaign.changed': CampaignChanged,
  'campaign.archived': CampaignArchived,
  'campaign.turned': CampaignTurned,
  'key.created': KeyCreated,
  'key.revoked': KeyRevoked,
  'wallet.configured': WalletConfigured,
} as const satisfies Record<EventType, TObject>

/** Where the schema of a type is published: the `dataschema` of its events. */
export const schemaUrl = (baseUrl: string, type: string): string => `${baseUrl}/events/schemas/${type}.json`

/** A JSON Schema of draft 2020-12, as far as ours go. */
export interface PublishedSchema {
  readonly $schema: string
  readonly $id: string
  readonly title: EventType
  readonly description: string
  readonly properties: Readonly<Record<string, object>>
  readonly required?: readonly string[]
  readonly examples: readonly object[]
}

/** The JSON Schema of a type's data, as a document by itself. */
export function publishedSchema(baseUrl: string, type: EventType): PublishedSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaUrl(baseUrl, type),
    title: type,
    description: eventTypes[type],
    ...(eventSchemas[type] as TObject & Pick<PublishedSchema, 'examples'>),
  }
}
