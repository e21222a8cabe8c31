import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.ts'

/** The Node.js that everything else runs on, and those that test/node-versions installs, each in a folder of its own. */
const folder = join(root, 'test/node-versions')

/** The programs of the Node.js versions at hand; scripts/test.mjs names those that are missing. */
export const nodesAtHand: readonly (readonly [version: string, program: string])[] = [
  [process.versions.node, process.execPath] as const,
  ...readdirSync(folder).map((name) => [name, join(folder, name, 'node_modules/node/bin/node')] as const),
].filter(([, program]) => existsSync(program))
