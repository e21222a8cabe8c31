import { notificationDayMs, notificationsPerDay } from './schedule.ts'

/** A field whose change is announced, and what is to be said of it now; empty if there is nothing. */
export interface Announceable {
  readonly key: string
  readonly header: string
  readonly text: string
}

/** Digests of what was announced last, or was there to begin with, by the key of the field. */
export type Announced = Readonly<Record<string, string>>

export interface Announcement {
  readonly header: string
  readonly body: string
}

/**
 * What has changed of the fields that are announced, in one message: each one may notify, and there are few a day. A
 * field that was not there before says nothing, as on a phone with Apple Wallet.
 *
 * @param before null if Google never had the pass: then there is nothing to say yet
 * @param title of a message that tells of several fields
 */
export function announcementOf(
  fields: readonly Announceable[],
  before: Announced | null,
  { title, digestOf }: { title: string; digestOf: (text: string) => string },
): { readonly announcement: Announcement | undefined; readonly announced: Announced } {
  const announced = Object.fromEntries(fields.map(({ key, text }) => [key, digestOf(text)]))
  const changed = fields.filter(({ key, text }) => {
    const known = before?.[key]
    return text !== '' && known !== undefined && known !== announced[key]
  })
  const [first, second] = changed
  if (!first) return { announcement: undefined, announced }
  const body = changed.map(({ text }) => text).join('\n')
  return { announcement: { header: second ? title : first.header, body }, announced }
}

/** How often a pass may notify its holders still: Google shows three notifications of a pass within a day. */
export function notificationsLeft(notifiedAt: readonly Date[], at: Date): number {
  const spent = notifiedAt.filter((then) => at.getTime() - then.getTime() < notificationDayMs).length
  return Math.max(0, notificationsPerDay - spent)
}
