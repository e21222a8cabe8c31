import type { PassContent } from '../../passes/content/content.ts'
import { contentOf } from '../../passes/content/content-of.ts'
import { slots } from '../../passes/content/fields.ts'
import { type Pass, stateOf } from '../../passes/pass.ts'
import { unlessUnfit } from '../../passes/shown.ts'
import type { Db } from '../../platform/database.ts'
import { announcementsOf } from '../announcements.ts'
import type { GoogleDeps } from '../deps.ts'
import { type GoogleObject, googleObjectOf } from '../object-of.ts'
import { rotatingKeyOf } from '../rotating-key.ts'
import type { Announceable } from './announce.ts'

/** What a pass shows at Google, beside its class. */
export interface ShownObject {
  readonly object: GoogleObject
  readonly title: string
  readonly announceables: readonly Announceable[]
}

/**
 * Renders a pass for Google.
 *
 * @returns undefined when its tokens do not fit the campaign's revision: wallets then keep what they have
 */
export async function shownObject(
  { core, place }: Pick<GoogleDeps, 'core' | 'place'>,
  db: Db,
  pass: Pass,
  at: Date,
): Promise<ShownObject | undefined> {
  const { compiled } = await core.revisions.of(db, pass.customerId, pass.campaignId, pass.revision)
  return unlessUnfit(() => {
    const content = contentOf(compiled, stateOf(pass), at)
    return {
      object: googleObjectOf(content, compiled, at, { ...place, rotatingKey: rotatingKeyOf(pass) }),
      title: content.title,
      announceables: announceablesOf(content, announcementsOf(content, compiled)),
    }
  })
}

/** Fields that have nothing to say now are among them: that they were there before lets them speak later. */
export function announceablesOf(
  { fields }: Pick<PassContent, 'fields'>,
  announcements: readonly Announceable[],
): Announceable[] {
  const silent = { header: '', text: '' }
  return slots
    .flatMap((slot) => fields[slot])
    .filter(({ changeMessage }) => changeMessage !== undefined)
    .map(({ key }) => announcements.find((announcement) => announcement.key === key) ?? { key, ...silent })
}
