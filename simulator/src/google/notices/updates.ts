import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, valueAt } from '../../json.ts'
import type { Collection } from '../api/verticals.ts'
import type { Google } from '../google.ts'
import { spend } from './budget.ts'
import { show } from './show.ts'

/** The fields whose changes Google tells holders of, by schema (*Trigger push notifications*, `notifyPreference`). */
export const speakingFields: Readonly<Record<string, readonly string[]>> = {
  LoyaltyClass: ['programName', 'rewardsTier', 'secondaryRewardsTier'],
  LoyaltyObject: ['loyaltyPoints.balance', 'secondaryLoyaltyPoints.balance'],
  EventTicketClass: ['eventName', 'venue', 'dateTime'],
  EventTicketObject: ['seatInfo'],
  FlightObject: ['boardingAndSeatingInfo.seatNumber', 'boardingAndSeatingInfo.seatAssignment'],
}

/** Tells the holders of these objects which fields have changed, if Google speaks of them and each has notices left. */
export function notifyOfUpdate(
  google: Google,
  { schema, side }: Collection,
  before: JsonObject,
  after: JsonObject,
  objectIds: readonly string[],
): void {
  const changed = (speakingFields[schema] ?? []).filter((path) => {
    const keys = path.split('.')
    return !isDeepStrictEqual(valueAt(before, ...keys), valueAt(after, ...keys))
  })
  if (changed.length === 0) return
  const fields = changed.map((path) => `${side}.${path}`)
  for (const objectId of objectIds) {
    const holders = google.state.holders.get(objectId) ?? []
    if (holders.length > 0 && spend(google.state, 'update', objectId, google.clock.now())) {
      show(google, objectId, { kind: 'update', fields })
    }
  }
}
