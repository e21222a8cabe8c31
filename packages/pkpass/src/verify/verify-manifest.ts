import { hash } from 'node:crypto'
import { type Issue, issueOf } from '../errors.ts'
import { required } from '../read.ts'
import { isStray } from '../zip/member-name.ts'

/** What signing adds to a pass; the manifest lists neither itself nor its signature. */
export const unlisted: readonly string[] = ['manifest.json', 'signature']

/**
 * Compares manifest.json with the files, both ways (Apple, *Building a Pass*: SHA-1 of every other file). Says nothing of
 * what reading the package has named already: files that cannot be read, that are missing anyway, or do not belong there.
 *
 * @param unread files that are there and cannot be read
 */
export function verifyManifest(
  manifest: Readonly<Record<string, string>>,
  files: ReadonlyMap<string, Uint8Array>,
  unread: ReadonlySet<string>,
): Issue[] {
  const issues: Issue[] = []
  for (const [name, bytes] of files) {
    if (unlisted.includes(name) || isStray(name)) continue
    const stated = Object.hasOwn(manifest, name) ? manifest[name] : undefined
    const actual = hash('sha1', bytes)
    if (stated === undefined) {
      issues.push(
        issueOf(
          'FILE_NOT_IN_MANIFEST',
          name,
          'The manifest does not list it.',
          'Leave it out, or build the pass anew.',
        ),
      )
    } else if (stated !== actual && stated.toLowerCase() === actual) {
      const fix = 'Write hashes in small letters.'
      issues.push(
        issueOf('MANIFEST_DIGEST_MISMATCH', name, 'The manifest states its SHA-1 in capitals.', fix, {
          doubt: 'Apple has them in small letters; whether phones mind is documented nowhere.',
        }),
      )
    } else if (stated !== actual) {
      issues.push(
        issueOf(
          'MANIFEST_DIGEST_MISMATCH',
          name,
          `The manifest states the SHA-1 ${stated}, the file has ${actual}.`,
          'The file was changed after signing: build the pass anew.',
        ),
      )
    }
  }
  for (const name of Object.keys(manifest)) {
    if (unlisted.includes(name)) {
      issues.push(
        issueOf('MANIFEST_LISTS_ITSELF', name, 'The manifest lists it.', 'List neither manifest.json nor signature.'),
      )
    } else if (!files.has(name) && !unread.has(name) && !required.includes(name)) {
      issues.push(
        issueOf('MANIFEST_FILE_MISSING', name, 'The manifest lists it, but it is missing.', 'Build the pass anew.'),
      )
    }
  }
  return issues
}
