/** Packages from strangers: everything that reads a `.pkpass`, `.pkpasses` or zipped template. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBundle } from '../src/bundle.ts'
import { PassError } from '../src/errors.ts'
import { importPass } from '../src/import/import-pass.ts'
import { lintPackage } from '../src/lint/lint-package.ts'
import { verifyPass } from '../src/verify/verify-pass.ts'
import { readZip } from '../src/zip/read.ts'
import { finishArchive, type Member, startArchive } from '../src/zip/write.ts'
import { mutate } from './mutate.ts'
import type { Random } from './random.ts'
import type { FuzzTarget } from './target.ts'

/** Packages of ours and of openssl's, one that is broken in many ways, and a bundle. */
const seedFolder = join(import.meta.dirname, 'seeds')
const seeds = readdirSync(seedFolder)
  .sort()
  .map((name) => readFileSync(join(seedFolder, name)))
const members = seeds.map((seed): readonly Member[] => [...readZip(seed, { maxBytes: 1_000_000, maxFiles: 100 }).files])
/** The signing time of the seeds and some years. */
const at = new Date('2030-01-01T00:00:00Z')

export const archives: FuzzTarget = {
  /** Half of them changed anywhere, so that checksums fail; half inside of a member that is then packed rightly. */
  make(random) {
    const other = random.pick(seeds)
    return random.below(2) === 0 ? mutate(random.pick(seeds), random, other) : repack(random, other)
  },
  read(input) {
    verifyPass(input, { at })
    lintPackage(input, { at })
    readBundle(input)
    try {
      importPass(input)
    } catch (failure) {
      // Without a pass.json there is nothing to import.
      if (!(failure instanceof PassError)) throw failure
    }
  },
}

function repack(random: Random, other: Uint8Array): Buffer {
  const list = random.pick(members)
  const chosen = random.below(list.length)
  const changed = list.map(
    ([name, bytes], index): Member => [name, index === chosen ? mutate(bytes, random, other) : bytes],
  )
  const start = startArchive(changed)
  return Buffer.concat([start.members, finishArchive(start, [])])
}
