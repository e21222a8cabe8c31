import { createHmac } from 'node:crypto'
import type { Pass } from '../passes/pass.ts'

/**
 * The secret of a pass's turning barcode, in hexadecimal: 160 bits, as RFC 4226 §4 advises. It follows from the contact's
 * key, so it is kept nowhere, and gone with that.
 */
export const rotatingKeyOf = ({ contactKey, id }: Pick<Pass, 'contactKey' | 'id'>): string =>
  createHmac('sha256', contactKey).update(`billfold rotating barcode ${id}`).digest().subarray(0, 20).toString('hex')
