import { type Issue, issueOf } from '../errors.ts'
import { isObject } from '../pass-json/describe.ts'
import type { PassStyleKey } from '../pass-json/key.ts'
import type { PassFieldGroup } from '../pass-json/types.ts'
import type { JsonObject } from './subject.ts'

type Row = readonly [max: number, ...groups: PassFieldGroup[]]

/**
 * Groups that one row shows together, and how many of their fields it shows (Apple, *Defining the metadata of your Wallet
 * Pass*, *Creating a poster generic pass*; *Wallet Developer Guide*, "Pass Design and Creation"). An event ticket has a
 * second row of auxiliary fields.
 */
const visibleFields: Readonly<Record<PassStyleKey, readonly Row[]>> = {
  boardingPass: [
    [3, 'headerFields'],
    [2, 'primaryFields'],
    [4, 'secondaryFields'],
    [5, 'auxiliaryFields'],
  ],
  coupon: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields', 'auxiliaryFields'],
  ],
  storeCard: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields', 'auxiliaryFields'],
  ],
  generic: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields'],
    [4, 'auxiliaryFields'],
  ],
  eventTicket: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields'],
  ],
  posterGeneric: [
    [1, 'headerFields'],
    [4, 'primaryFields'],
  ],
}

const maxOfAuxiliaryRow = 4
const maxBesideSquareCode = 4
const squareFormats: readonly unknown[] = ['PKBarcodeFormatQR', 'PKBarcodeFormatAztec']

/** Fields that are left off the face; they still stand in the details of the pass. */
export function checkVisibility(style: PassStyleKey, fields: JsonObject, barcodes: unknown, issues: Issue[]): void {
  for (const [max, ...groups] of visibleFields[style]) {
    checkCount(`${style}.${groups.join(' + ')}`, countOf(fields, groups), max, issues)
  }
  if (style === 'eventTicket') {
    for (const row of [0, 1]) {
      const count = listOf(fields, 'auxiliaryFields').filter((field) => rowOf(field) === row).length
      checkCount(`eventTicket.auxiliaryFields`, count, maxOfAuxiliaryRow, issues, `with row ${row}`)
    }
  }
  if (style === 'posterGeneric' && countOf(fields, ['footerFields']) > 1) {
    issues.push(
      issueOf(
        'FIELDS_NOT_VISIBLE',
        'posterGeneric.footerFields',
        'There are several, and Wallet may draw the first only.',
        'Keep one.',
        { sinceIos: 27, doubt: 'Apple’s article has two footer fields, its session at WWDC 2026 one.' },
      ),
    )
  }
  if (style === 'generic') checkBesideSquareCode(fields, barcodes, issues)
}

function checkCount(path: string, count: number, max: number, issues: Issue[], which = ''): void {
  if (count <= max) return
  issues.push(
    issueOf(
      'FIELDS_NOT_VISIBLE',
      path,
      `There are ${count} fields${which && ` ${which}`}, and the face of the pass shows at most ${max}.`,
      'Move the others to backFields.',
    ),
  )
}

function checkBesideSquareCode(fields: JsonObject, barcodes: unknown, issues: Issue[]): void {
  const [first] = Array.isArray(barcodes) ? barcodes : []
  const count = countOf(fields, ['secondaryFields', 'auxiliaryFields'])
  if (count <= maxBesideSquareCode || !isObject(first) || !squareFormats.includes(first.format)) return
  issues.push(
    issueOf(
      'FIELDS_NOT_VISIBLE',
      'generic.secondaryFields + auxiliaryFields',
      `There are ${count} fields, and beside a square code the face may show ${maxBesideSquareCode}.`,
      'Move the others to backFields, or use a rectangular code.',
      { doubt: 'Apple’s older guide says so; its newer articles contradict each other.' },
    ),
  )
}

function countOf(fields: JsonObject, groups: readonly PassFieldGroup[]): number {
  return groups.reduce((sum, group) => sum + listOf(fields, group).length, 0)
}

function listOf(fields: JsonObject, group: PassFieldGroup): readonly unknown[] {
  const list = fields[group]
  return Array.isArray(list) ? list : []
}

function rowOf(field: unknown): number {
  return isObject(field) && field.row === 1 ? 1 : 0
}
