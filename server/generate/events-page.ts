import { cloudEventOf } from '../src/events/relay/cloud-event.ts'
import { type PublishedSchema, publishedSchema } from '../src/events/schemas/event-schemas.ts'
import { type EventType, eventTypes } from '../src/log/event-types.ts'

const baseUrl = 'https://passes.example.com'

/** docs/events.md: how events leave, and what each of them says. */
export function eventsPage(): string {
  const types = Object.keys(eventTypes) as EventType[]
  return `# Events

Everything that happens is an event in one log. Each has a number that rises by customer, and an id that never changes. Events carry no
personal data. They can be had in three ways, and each of them loses nothing:

| way | how |
| --- | --- |
| ask | \`GET /api/events?after=<number>\`; with \`waitSeconds\` (up to 30) it waits for the next event |
| listen | \`GET /api/events/stream\`: server-sent events; reconnect with \`Last-Event-ID\` |
| NATS JetStream | \`BILLFOLD_NATS_URL\`: every event is sent to the stream \`wallet-passes\` |

Asking and listening need an API key with the scope \`events:read\`; one that is limited to campaigns gets the events of those only.
A stream ends within a minute of its key's revocation, and when its reader takes nothing for 30 seconds.

## NATS JetStream

Billfold makes the stream \`wallet-passes\` if there is none: subjects \`wallet-passes.>\`, in files, for 7 days, without a limit of size, and
with a duplicate window of one hour. A stream that is there already stays as it is, so make it yourself to have replicas or other limits.

- **Subjects** are \`wallet-passes.<customer>.<type>\`: \`wallet-passes.*.download\` are all installations, \`wallet-passes.cus_….>\` is all of one
  customer, \`wallet-passes.*.campaign.>\` what happens to campaigns.
- **Once in the stream**: \`Nats-Msg-Id\` is the event's id, so what is sent again within the hour is dropped. After a longer failure an event may
  come twice, with the same id: a consumer that remembers ids is always right.
- **In order** for each pass: an event is sent only when the one before it is stored.
- **Nothing is lost**: an event counts as sent when JetStream has stored it. Without NATS events wait in the log, for as long as it takes.
  The first start with the setting sends the whole history.
- A consumer that fell behind the stream asks \`GET /api/events?after=\` with the \`sequence\` of the last event it has.

Messages are [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) in the JSON format, structured mode:

\`\`\`json
${JSON.stringify(sample, null, 2)}
\`\`\`

\`source\` is the base URL. \`subject\` is the pass, or the campaign where the event is about all of it, and absent for keys and credentials.
\`sequence\` (an extension of CloudEvents) is the number in the log with zeros before it, so that it sorts as text; \`customerid\` and \`campaignid\` are
extensions as well. \`data\` follows the JSON Schema that \`dataschema\` names. Types gain members over time and lose none.

${types.map((type) => section(publishedSchema(baseUrl, type))).join('\n')}
This page is generated from \`server/src/events/schemas/\` and \`server/src/log/event-types.ts\` by \`npm run docs\`.
`
}

const sample = cloudEventOf(
  {
    number: 1204,
    id: 'evt_06ej9z3k2wq8v5x1t7r4y0abcd',
    type: 'download',
    passId: 'pas_06ej9z3k2wq8v5x1t7r4y0abcd',
    campaignId: 'cam_06ej9z3k2wq8v5x1t7r4y0abcd',
    at: new Date('2036-03-01T12:00:00.000Z'),
    data: { wallet: 'apple', first: true },
  },
  { baseUrl, customerId: 'cus_06ej9z3k2wq8v5x1t7r4y0abcd' },
)

function section({ title, description, properties, required = [], examples }: PublishedSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const { description = '' } = schema as { description?: string }
    return `| \`${name}\` | ${typeOf(schema)}${required.includes(name) ? '' : ', if any'} | ${description} |`
  })
  const members =
    rows.length === 0 ? 'No data.' : ['| member | type | meaning |', '| --- | --- | --- |', ...rows].join('\n')
  const shown = examples.filter((example) => Object.keys(example).length > 0)
  return `## ${title}

${description}

${members}
${shown.map((example) => `\n\`\`\`json\n${JSON.stringify(example)}\n\`\`\`\n`).join('')}`
}

interface TypedSchema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly TypedSchema[]
  readonly items?: TypedSchema
}

function typeOf(schema: TypedSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.type === 'array' && schema.items) return `list of ${typeOf(schema.items)}`
  return schema.format ?? schema.type ?? 'anything'
}
