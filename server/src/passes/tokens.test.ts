import { describe, expect, it } from 'vitest'
import { effective, flatten, merge, nest, splitPersonal, typed } from './tokens.ts'

describe('tokens', () => {
  it('are flat inside and in two groups outside', () => {
    const flat = flatten({ contact: { firstName: 'Ada' }, voucher: { code: 'X1', points: 3 } })
    expect(flat).toEqual({ 'contact.firstName': 'Ada', 'voucher.code': 'X1', 'voucher.points': 3 })
    expect(nest({ 'contact.firstName': 'Ada', 'voucher.points': 3 })).toEqual({
      contact: { firstName: 'Ada' },
      voucher: { points: 3 },
    })
  })

  it('null removes one, and only what differs counts as a change', () => {
    expect(
      effective({ 'contact.a': 1, 'contact.b': 'x' }, { 'contact.a': 1, 'contact.b': null, 'contact.c': null }),
    ).toEqual({ 'contact.b': null })
    expect(merge({ 'contact.a': 1, 'contact.b': 'x' }, { 'contact.b': null, 'contact.c': true })).toEqual({
      'contact.a': 1,
      'contact.c': true,
    })
  })

  it('what is not declared counts as personal', () => {
    const declared = [
      { name: 'voucher.tier', personal: false },
      { name: 'contact.name', personal: true },
    ] as const
    expect(splitPersonal({ 'voucher.tier': 'gold', 'contact.name': 'Ada', 'voucher.new': 1 }, declared)).toEqual({
      plain: { 'voucher.tier': 'gold' },
      personal: { 'contact.name': 'Ada', 'voucher.new': 1 },
    })
  })

  it('take the type that they are declared with; what does not fit stays to be refused', () => {
    const declared = [
      { name: 'voucher.points', personal: false, type: 'number' },
      { name: 'voucher.member', personal: false, type: 'boolean' },
    ] as const
    expect(typed({ 'voucher.points': '12', 'voucher.member': 'true', 'contact.x': '7' }, declared)).toEqual({
      'voucher.points': 12,
      'voucher.member': true,
      'contact.x': '7',
    })
    expect(typed({ 'voucher.points': 'many', 'voucher.member': null }, declared)).toEqual({
      'voucher.points': 'many',
      'voucher.member': null,
    })
  })
})
