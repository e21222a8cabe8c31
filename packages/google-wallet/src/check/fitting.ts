/** What has to fit together within a resource, beyond the demands on single keys. */
import { describe, under } from '../issue.ts'
import { anyOf, required } from './demands.ts'
import { has, isObject, objectAt, objectsAt, textAt } from './json.ts'
import { type Rule, report } from './run.ts'

const settable: readonly unknown[] = ['DRAFT', 'UNDER_REVIEW', 'draft', 'underReview']

export const reviewStatus: Rule = ({ reviewStatus: status }, path, run) => {
  if (typeof status !== 'string' || settable.includes(status) || !/^(?:approved|rejected)$/i.test(status)) return
  const fix = 'Write UNDER_REVIEW: Google approves it at once, also a class that was approved before.'
  report(run, 'REVIEW_STATUS_NOT_SETTABLE', under(path, 'reviewStatus'), `Only Google sets ${status}.`, fix)
}

export const smartTap: Rule = (value, path, run) => {
  const issuers = value.redemptionIssuers
  const hasIssuers = Array.isArray(issuers) && issuers.length > 0
  if (run.isMerged || (value.enableSmartTap === true) === hasIssuers) return
  const missing = hasIssuers ? 'enableSmartTap' : 'redemptionIssuers'
  const fix = 'Set enableSmartTap to true and name the redemption issuers, or leave out both.'
  report(run, 'SMART_TAP_INCOMPLETE', under(path, missing), `Smart Tap needs ${missing} too.`, fix)
}

export const ownLinkedObjects: Rule = (value, path, run) => {
  const issuer = textAt(value, 'id')?.split('.', 1)[0]
  const linked = value.linkedObjectIds
  if (issuer === undefined || !Array.isArray(linked)) return
  for (const [index, id] of linked.entries()) {
    if (typeof id !== 'string' || id.startsWith(`${issuer}.`)) continue
    const message = `${describe(id)} is not of the issuer ${issuer}.`
    report(run, 'ISSUER_FOREIGN', `${under(path, 'linkedObjectIds')}[${index}]`, message, 'Link own objects only.')
  }
}

/** Google documents it for these two; each of their descriptions names the other not. */
const suppressesExpiry: readonly string[] = ['offer', 'flight']

export const expirationNotification: Rule = (value, path, run) => {
  if (value.disableExpirationNotification !== true || suppressesExpiry.includes(run.vertical)) return
  const fix = 'Leave it out: only offers and boarding passes have it.'
  const message = 'This vertical has no notification of expiry to suppress.'
  report(run, 'KEY_WITHOUT_EFFECT', under(path, 'disableExpirationNotification'), message, fix)
}

export const notifications: Rule = (value, path, run) => {
  if (!has(value, 'expiryNotification') || !has(value, 'upcomingNotification')) return
  const message = 'Google ignores it beside an expiryNotification.'
  report(run, 'KEY_WITHOUT_EFFECT', under(path, 'upcomingNotification'), message, 'Keep one of the two.')
}

export const translations: Rule = (value, path, run) => {
  const seen = new Set([textAt(objectAt(value, 'defaultValue'), 'language')?.toLowerCase()])
  for (const { item, index } of objectsAt(value, 'translatedValues')) {
    const language = textAt(item, 'language')?.toLowerCase()
    if (language !== undefined && seen.has(language)) {
      const place = `${under(path, 'translatedValues')}[${index}].language`
      report(run, 'LANGUAGE_DUPLICATE', place, `There is another text in ${language}.`, 'Keep one for each language.')
    }
    seen.add(language)
  }
}

export const legs: Rule = (value, path, run) => {
  if (run.isMerged || has(value, 'validTimeInterval')) return
  const single = isObject(value.ticketLeg) ? [{ item: value.ticketLeg, place: 'ticketLeg' }] : []
  const several = objectsAt(value, 'ticketLegs').map(({ item, index }) => ({ item, place: `ticketLegs[${index}]` }))
  for (const { item, place } of [...single, ...several]) {
    if (has(item, 'departureDateTime')) continue
    const fix = 'Add departureDateTime to the leg, or validTimeInterval to the object.'
    const message = 'It is not said when the ticket is valid.'
    report(run, 'LEG_WITHOUT_TIME', under(path, `${place}.departureDateTime`), message, fix)
  }
}

/** Origin and destination of a leg are named alike: by names, by codes, or by both. */
export const stations: Rule = (value, path, run) => {
  anyOf('originName', 'originStationCode')(value, path, run)
  if (has(value, 'destinationName')) required('originName')(value, path, run)
  if (has(value, 'destinationStationCode')) required('originStationCode')(value, path, run)
}
