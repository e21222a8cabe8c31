import { type EventType, eventTypes } from '../log/event-types.ts'
import type { TokenChanges } from './tokens.ts'

/** What the data of an event may hold that is worth a word; old events may lack any of it. */
export interface EventData {
  readonly source?: 'api' | 'link'
  readonly tokens?: TokenChanges
  readonly platform?: string
  readonly wallet?: string
  readonly first?: boolean
  readonly reason?: string
  readonly revision?: number
}

/** What happened to a pass, for people: what its event says, where the log only knows what such an event means. */
export function wordsOf(type: EventType, data: EventData): string {
  switch (type) {
    case 'created':
      return `The pass was made ${data.source === 'api' ? 'by an API call' : 'when its link was first opened'}${withTokens(data)}.`
    case 'opened':
      return `The link was opened${answers[data.platform ?? ''] ?? ''}.`
    case 'download':
      return `${taken(data)}${data.first ? ', for the first time' : ''}.`
    case 'delete':
      return `${givenUp(data)}.`
    case 'updated':
      if (data.reason === 'time') return 'The time came at which a variant is entered or left.'
      return `${data.source === 'link' ? 'A link that was opened' : 'An API call'} changed ${listed(data.tokens)}.`
    case 'enrolled':
      return 'The holder filled in the form and is enrolled.'
    case 'voided':
      return `The pass was declared void${because(data)}.`
    case 'restored':
      return `The void pass became valid again${because(data)}.`
    case 'campaign.published':
      return data.revision === undefined ? eventTypes[type] : `Revision ${data.revision} of the campaign was published.`
    default:
      return eventTypes[type]
  }
}

const answers: Readonly<Record<string, string>> = {
  apple: ': the pass was given to Apple Wallet',
  pkpass: ': the pass was given out as a file',
  google: ': it led to Google Wallet',
  browser: ' in a browser, which got the page with the buttons',
}

const taken = ({ wallet, reason }: EventData) => {
  if (wallet !== 'google') return 'Apple Wallet has the pass: a device registered for it'
  return reason === 'reconciled'
    ? 'Google Wallet has the pass: Google was asked'
    : 'Google says that the pass was saved'
}

const reasonsToGiveUp: Readonly<Record<string, string>> = {
  gone: 'A device is gone, says APNs',
  retired: 'A device fetched the pass for the last time',
  reconciled: 'Google Wallet has the pass no more: Google was asked',
}

const givenUp = ({ wallet, reason = '' }: EventData) =>
  reasonsToGiveUp[reason] ??
  (wallet === 'google' ? 'Google says that the pass was removed' : 'A device removed the pass from Apple Wallet')

const because = ({ reason }: EventData) => (reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`)

const withTokens = ({ tokens }: EventData) => (Object.keys(tokens ?? {}).length === 0 ? '' : `, with ${listed(tokens)}`)

const valueCharactersMax = 40

/** Tokens with their values; events hold none that are personal. */
function listed(tokens: TokenChanges = {}): string {
  const entries = Object.entries(tokens).map(([name, value]) => {
    if (value === null) return `${name} (removed)`
    const text = String(value)
    return `${name} = ${text.length > valueCharactersMax ? `${text.slice(0, valueCharactersMax)}…` : text}`
  })
  return entries.length === 0 ? 'personal tokens' : entries.join(', ')
}
