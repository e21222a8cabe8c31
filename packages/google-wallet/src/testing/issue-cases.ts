/** Tables of issues: for each code a value that has the problem, and the same value mended. */
import { describe, expect, it } from 'vitest'
import { checkClass, checkObject } from '../check/check-resource.ts'
import type { IssueCode } from '../issue-codes.ts'
import type { Vertical } from '../verticals.ts'
import { classes, issuerId, objects } from './passes.ts'

export interface Case {
  /** Whose class or object the parts are merged into. */
  readonly of: `${Vertical} ${'class' | 'object'}`
  readonly wrong: object
  readonly right: object
  readonly path: string
  readonly classResource?: object
  /** If it is the class that is mended. */
  readonly rightClassResource?: object
}

export const id = (suffix: string) => `${issuerId}.${suffix}`
export const text = (value: string) => ({ defaultValue: { language: 'en-US', value } })
export const image = (uri: string) => ({ sourceUri: { uri } })
export const items = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)
export const barcode = (parts: object) => ({ barcode: { type: 'QR_CODE', value: 'A', ...parts } })
export const parameters = { key: '31'.repeat(20), valueLength: 8 }
export const rotating = (parts: object, details: object = {}) => ({
  rotatingBarcode: {
    type: 'QR_CODE',
    valuePattern: '{totp_value_0}',
    totpDetails: { algorithm: 'TOTP_SHA1', periodMillis: 30000, parameters: [parameters], ...details },
    ...parts,
  },
})
export const interval = (start: string, end: string) => ({
  validTimeInterval: { start: { date: start }, end: { date: end } },
})
export const row = (cardRow: object) => ({
  classTemplateInfo: { cardTemplateOverride: { cardRowTemplateInfos: [cardRow] } },
})
export const item = (reference: object) => ({ firstValue: { fields: [reference] } })
export const field = (fieldPath: string, rest: object = {}) => row({ oneItem: { item: item({ fieldPath, ...rest }) } })
export const firstField =
  'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos[0].oneItem.item.firstValue.fields[0]'
export const balance = (value: object) => ({ loyaltyPoints: { label: 'Points', balance: value } })
export const link = (uri: string) => ({ linksModuleData: { uris: [{ id: 'a', uri, description: 'A' }] } })
export const carrier = (codes: object) => ({ flightHeader: { flightNumber: '1', carrier: codes } })

export type Cases = readonly (readonly [IssueCode, Case])[]

function issuesOf(of: Case['of'], parts: object, classResource: object | undefined) {
  const [vertical, side] = of.split(' ') as [Vertical, 'class' | 'object']
  if (side === 'class') return checkClass(vertical, { ...classes[vertical], ...parts })
  return checkObject(vertical, { ...objects[vertical], ...parts }, { classResource })
}

export function describeCases(cases: Cases): void {
  describe.each(cases)('%s', (code, { of, path, wrong, right, classResource, rightClassResource = classResource }) => {
    it(`is found at ${path} of a ${of}, and not when mended`, () => {
      const found = issuesOf(of, wrong, classResource).filter((issue) => issue.code === code)
      expect(found.map((issue) => issue.path)).toContain(path)
      for (const { message, fix } of found) {
        expect(message).toMatch(/\.$/)
        expect(fix).toMatch(/[.?]$/)
      }
      expect(issuesOf(of, right, rightClassResource).filter((issue) => issue.code === code)).toEqual([])
    })
  })
}
