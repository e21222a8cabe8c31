/** Several passes in one file, `.pkpasses` (Apple, *Distributing and Updating a Pass*). */
import { type Issue, issueOf, refuseErrors } from './errors.ts'
import { maxBundleBytes, maxBundlePasses } from './limits.ts'
import { type OpenedPackage, openPackage } from './read.ts'
import { createServedFile, type ServedFile } from './served-file.ts'
import { readZip } from './zip/read.ts'
import { finishArchive, startArchive } from './zip/write.ts'

export interface PassBundle extends ServedFile {
  readonly count: number
}

/**
 * Bundles finished passes, for Safari and Mail to add them together.
 * Throws a PassError with all problems: no pass, more than 10 or than 150 MB, one that cannot be read, the same one
 * twice, of which a phone would keep one.
 */
export function bundlePasses(passes: readonly Uint8Array[]): PassBundle {
  const opened = passes.map((bytes) => openPackage(bytes))
  const issues = [...sizeIssues(passes), ...opened.flatMap(readabilityIssues), ...repetitionIssues(opened)]
  refuseErrors('BUNDLE_REFUSED', issues)
  const start = startArchive(passes.map((bytes, index) => [`${index + 1}.pkpass`, bytes]))
  const kind = { mediaType: 'application/vnd.apple.pkpasses', extension: 'pkpasses', fileName: 'passes' }
  return { count: passes.length, ...createServedFile([start.members, finishArchive(start, [])], kind) }
}

/** The passes in a bundle, by their names in it, and what is wrong with it; throws for nothing. */
export function readBundle(bytes: Uint8Array): {
  readonly passes: ReadonlyMap<string, Uint8Array>
  readonly issues: readonly Issue[]
} {
  const { files, issues: zipIssues } = readZip(bytes, { maxBytes: maxBundleBytes, maxFiles: maxBundlePasses })
  const isPass = ([name]: readonly [string, Uint8Array]) => /\.pkpass$/i.test(name)
  const passes = new Map([...files].filter(isPass))
  const others = [...files].filter((file) => !isPass(file))
  const issues = [
    ...zipIssues,
    ...others.map(([name]) => {
      const message = 'It is no .pkpass file.'
      return issueOf('BUNDLE_MEMBER_STRANGE', name, message, 'Leave it out: a bundle holds passes only.')
    }),
    ...(zipIssues.length === 0 ? sizeIssues([...passes.values()]) : []),
  ]
  return { passes, issues }
}

function sizeIssues(passes: readonly Uint8Array[]): Issue[] {
  if (passes.length === 0) return [issueOf('BUNDLE_EMPTY', 'passes', 'There is no pass.', 'Give at least one.')]
  const sizeBytes = passes.reduce((sum, bytes) => sum + bytes.length, 0)
  if (passes.length <= maxBundlePasses && sizeBytes <= maxBundleBytes) return []
  const message = `${passes.length} passes with ${sizeBytes} bytes; at most ${maxBundlePasses} passes and ${maxBundleBytes} bytes are possible.`
  return [issueOf('BUNDLE_TOO_LARGE', 'passes', message, 'Offer several bundles, or a link for each pass.')]
}

function readabilityIssues({ issues }: OpenedPackage, index: number): Issue[] {
  return issues
    .filter(({ severity }) => severity === 'error')
    .map((issue) => ({ ...issue, path: `passes[${index}] ${issue.path}` }))
}

function repetitionIssues(opened: readonly OpenedPackage[]): Issue[] {
  const first = new Map<string, number>()
  return opened.flatMap(({ pass }, index) => {
    if (pass === undefined) return []
    const { passTypeIdentifier, serialNumber } = pass
    const key = JSON.stringify([passTypeIdentifier, serialNumber])
    const earlier = first.get(key)
    if (earlier === undefined) {
      first.set(key, index)
      return []
    }
    const message = `It is pass "${serialNumber}" of ${passTypeIdentifier}, like passes[${earlier}].`
    return [issueOf('BUNDLE_PASS_TWICE', `passes[${index}]`, message, 'Give it once.')]
  })
}
