import { readdir } from 'node:fs/promises'
import { isSystemError } from './errors.ts'

export type PhoneKind = 'iphone' | 'android'

/** What each kind of phone keeps in its folder, and the other does not. */
const marks: Readonly<Record<string, PhoneKind>> = { passes: 'iphone', 'android-phone.json': 'android' }

/** Which kind of virtual phone is kept in a folder; undefined if none is. */
export async function phoneKindIn(dir: string): Promise<PhoneKind | undefined> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return []
    throw error
  })
  return names.map((name) => marks[name]).find((kind) => kind !== undefined)
}
