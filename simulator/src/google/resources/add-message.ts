import { isObject, type JsonObject, objectsIn } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import { checkBody } from '../check/check.ts'
import { noticesPerDay, spend } from '../notices/budget.ts'
import { show } from '../notices/show.ts'
import type { CollectionCall } from './call.ts'
import { issuerIn } from './ids.ts'
import { objectIdsOf, requireStored, shelfOf, shown } from './stored.ts'

const mostMessages = 10

/**
 * Adds a message to a class or an object, with a notification if it is `TEXT_AND_NOTIFY`.
 * @throws ApiError, among them `quotaExceeded` when the pass has had its notifications of a day
 */
export function addMessage(call: CollectionCall): JsonObject {
  const { google, account, collection, resourceId, body } = call
  const { state, clock } = google
  requireAccess(state, account, issuerIn(resourceId), 'write')
  const { message } = checkBody('AddMessageRequest', body)
  const { resource, vertical } = requireStored(state, collection, resourceId)
  const messages = objectsIn(resource.messages)
  if (messages.length >= mostMessages) {
    throw new ApiError('invalidResource', `${resourceId} has ${messages.length} messages; at most 10 are allowed.`)
  }
  const notify = isObject(message) && message.messageType === 'TEXT_AND_NOTIFY'
  if (notify && !spend(state, 'message', resourceId, clock.now())) {
    throw new ApiError(
      'quotaExceeded',
      `QuotaExceededException: ${resourceId} has had its ${noticesPerDay} notifications within 24 hours.`,
    )
  }

  const stored = { vertical, resource: { ...resource, messages: [...messages, message] } }
  shelfOf(state, collection).set(resourceId, stored)
  const ids = objectIdsOf(state, collection, resourceId)
  if (notify) for (const id of ids) show(google, id, { kind: 'message', message })
  google.tellHolders(ids)
  return { resource: shown(google, collection, stored) }
}
