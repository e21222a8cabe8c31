import { type Issue, issueOf } from '../errors.ts'
import { quoted } from '../pass-json/describe.ts'
import { maxIssues } from '../pass-json/object.ts'
import type { Locale } from './localization.ts'

/** A change message must keep the place of the new value in every language (Apple, *PassFieldContent*). */
export function changeMessageIssues(pass: Readonly<Record<string, unknown>>, locales: readonly Locale[]): Issue[] {
  const messages = [...new Set(changeMessagesIn(pass))]
  const issues: Issue[] = []
  for (const { locale, translation = {} } of locales) {
    for (const message of messages) {
      const text = Object.hasOwn(translation, message) ? translation[message]! : message
      if (issues.length === maxIssues || text.includes('%@')) continue
      issues.push(
        issueOf(
          'CHANGE_MESSAGE_WITHOUT_VALUE',
          `${locale}.lproj/pass.strings`,
          `What phones make of the change message ${quoted(message)} lacks %@.`,
          'Write %@ where the new value belongs.',
        ),
      )
    }
  }
  return issues
}

/** Wherever fields may stand. */
function* changeMessagesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    if (key === 'changeMessage' && typeof part === 'string') yield part
    else if (key !== 'userInfo') yield* changeMessagesIn(part)
  }
}
