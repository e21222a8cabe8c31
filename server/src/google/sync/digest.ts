import { createHash, createHmac } from 'node:crypto'
import { canonicalJson } from '../../passes/content/json.ts'
import type { Pass } from '../../passes/pass.ts'

/** Digests of what is a pass's own: MACs under its contact's key, which say nothing once that is destroyed. */
export interface PassDigests {
  /** Of a resource, in whatever order its keys came. */
  ofResource(resource: object): Buffer
  ofText(text: string): string
}

export function digestsOf({ contactKey }: Pick<Pass, 'contactKey'>): PassDigests {
  // The contact's key itself seals; what it is derived into here does nothing but this.
  const key = createHmac('sha256', contactKey).update('billfold google digests').digest()
  const mac = (kind: string, text: string) => createHmac('sha256', key).update(`${kind}\0`).update(text).digest()
  return {
    ofResource: (resource) => mac('resource', canonicalJson(resource)),
    ofText: (text) => mac('text', text).toString('base64url'),
  }
}

/** The digest of what all holders see alike, and nobody has to be kept from. */
export const sharedDigest = (value: unknown): Buffer => createHash('sha256').update(canonicalJson(value)).digest()
