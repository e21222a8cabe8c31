import { textOf } from '../google/card/texts.ts'
import { titleArea } from '../google/card/title-area.ts'
import type { Notice } from '../google/state.ts'
import type { AccountPass } from '../google/wallets.ts'
import { isObject } from '../json.ts'
import { withoutMarkup } from './face.ts'
import { type AndroidViewing, fieldAt } from './fields.ts'

/** A notification of Google Wallet on the lock screen. */
export interface AndroidNotification {
  readonly id: string
  /** ISO 8601. */
  readonly at: string
  readonly objectId: string
  readonly title: string
  readonly text: string
  /** What there is to tap. */
  readonly callout: 'View message' | 'View pass'
}

/** What a phone shows of a notice about a pass that it has. */
export function notificationOf(notice: Notice, pass: AccountPass, viewing: AndroidViewing): AndroidNotification {
  const { id, objectId, atMs, content } = notice
  const issuer = titleArea(pass, viewing.language).issuer
  const common = { id, objectId, at: new Date(atMs).toISOString() }
  if (content.kind === 'update') {
    const fields = content.fields.map((fieldPath) => fieldAt(pass, { fieldPath }, viewing))
    const texts = fields.filter((field) => field !== undefined).map(({ label, value }) => `${label}: ${value}`)
    return { ...common, title: issuer, text: texts.join(', ') || 'Your pass has been updated', callout: 'View pass' }
  }
  const message = isObject(content.message) ? content.message : {}
  return {
    ...common,
    title: textOf(message, 'header', viewing.language) ?? issuer,
    text: withoutMarkup(textOf(message, 'body', viewing.language) ?? ''),
    callout: 'View message',
  }
}
