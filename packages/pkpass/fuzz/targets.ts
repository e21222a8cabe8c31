import { archives } from './archives.ts'
import { passes } from './passes.ts'
import type { FuzzTarget } from './target.ts'

/** By the name that the command line takes. */
export const targets: Readonly<Record<string, FuzzTarget>> = { archives, passes }
