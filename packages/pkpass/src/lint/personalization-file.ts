import type { Issue } from '../errors.ts'
import { entriesOf, type FileSource } from '../files.ts'
import { readJson } from '../json/read-json.ts'

const name = 'personalization.json'

/** What the form says by which somebody enrols, as far as it can be read; undefined if a pass has none. */
export function readPersonalization(files: FileSource, issues: Issue[]): unknown {
  const form = entriesOf(files).find(([path]) => path === name)?.[1]
  return form && readJson(form, name, issues)
}
