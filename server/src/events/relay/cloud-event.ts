import type { LoggedEvent } from '../../log/read.ts'
import { schemaUrl } from '../schemas/event-schemas.ts'

/** Digits of the greatest log number, so that sequences sort as texts. */
const sequenceDigits = 16

/**
 * An event as it leaves: CloudEvents 1.0 in the JSON event format. `sequence` is the extension of that name; as a number
 * it is what `/api/events` takes as `after`.
 */
export function cloudEventOf(event: LoggedEvent, { baseUrl, customerId }: { baseUrl: string; customerId: string }) {
  const subject = event.passId ?? event.campaignId
  return {
    specversion: '1.0',
    id: event.id,
    source: baseUrl,
    type: event.type,
    ...(subject !== null && { subject }),
    time: event.at.toISOString(),
    sequence: String(event.number).padStart(sequenceDigits, '0'),
    customerid: customerId,
    ...(event.campaignId !== null && { campaignid: event.campaignId }),
    datacontenttype: 'application/json',
    dataschema: schemaUrl(baseUrl, event.type),
    data: event.data,
  }
}

/** Media type of a structured-mode event. */
export const cloudEventType = 'application/cloudevents+json'
