import { CommandError } from './errors.ts'

/** As in package.json, which npm only warns of. */
export const oldestNode = '22.19'

/**
 * What an older Node.js lacks shows itself late, and in words of its own.
 *
 * @param version like 24.21.0
 * @throws CommandError `node_too_old`
 */
export function requireNode(version: string): void {
  const [major, minor] = version.split('.').map(Number) as [number, number]
  const [oldestMajor, oldestMinor] = oldestNode.split('.').map(Number) as [number, number]
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new CommandError(
    'unreachable',
    'node_too_old',
    `This is Node.js ${version}; Billfold needs ${oldestNode} or later.`,
    {
      hint: 'Install Node.js 24, or run `npm start`, which brings its own.',
    },
  )
}
