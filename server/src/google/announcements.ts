import type { PassContent } from '../passes/content/content.ts'
import { type Field, slots } from '../passes/content/fields.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { sharedContentAt } from '../passes/content/sharing.ts'
import { defaultLanguage } from './language.ts'
import { sideOfField } from './modules.ts'
import type { Side } from './sides.ts'
import { valueText } from './text.ts'

/** What a phone is told when a field's value changes. */
export interface Announcement {
  /** The field's. */
  readonly key: string
  readonly header: string
  readonly text: string
}

/**
 * What to announce of a pass's own fields whenever it is another than before. What all passes announce alike is not among
 * it: see {@link classAnnouncementsOf}.
 */
export function announcementsOf(content: PassContent, { sharing }: CompiledRevision): Announcement[] {
  return announced(content, 'object', sharing)
}

/** What to announce of the fields that all passes of a revision share, in one message of their class. */
export function classAnnouncementsOf(revision: CompiledRevision, at: Date): Announcement[] {
  return announced(sharedContentAt(revision, at), 'class', revision.sharing)
}

type Announcing = Pick<PassContent, 'fields'> & Pick<Partial<PassContent>, 'language' | 'title' | 'issuerName'>

function announced(content: Announcing, side: Side, sharing: CompiledRevision['sharing']): Announcement[] {
  const { fields, language = defaultLanguage, title, issuerName } = content
  const text = ({ changeMessage = '', ...field }: Field) => {
    const value = valueText(field, language)
    // A function, since in a text "$&" would mean the placeholder.
    return value === '' ? '' : changeMessage.replace('%@', () => value)
  }
  return slots
    .flatMap((slot) => fields[slot])
    .filter(({ key }) => sideOfField(key, sharing) === side)
    .map((field) => ({ key: field.key, header: field.label || title || issuerName || '', text: text(field) }))
    .filter((announcement) => announcement.text !== '')
}
