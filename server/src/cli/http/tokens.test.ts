import { describe, expect, it } from 'vitest'
import { tokensOf } from './tokens.ts'

describe('tokens on a command line', () => {
  it('go into their groups as text; all after the first "=" is the value', () => {
    expect(tokensOf(['contact.firstName=Ada', 'contact.motto=a=b c', 'voucher.code=0012', 'voucher.note='])).toEqual({
      contact: { firstName: 'Ada', motto: 'a=b c' },
      voucher: { code: '0012', note: '' },
    })
  })

  it('are none if none are given', () => {
    expect(tokensOf()).toEqual({})
  })

  it('are removed by a name alone, where that has a meaning', () => {
    expect(tokensOf(['contact.firstName'], { removable: true })).toEqual({ contact: { firstName: null } })
    expect(() => tokensOf(['contact.firstName'])).toThrow('These are no tokens: contact.firstName.')
  })

  it('that cannot be read are all named', () => {
    expect(() => tokensOf(['firstName=Ada', 'contact.a=1', 'pass.x=1', 'contact.=1'])).toThrow(
      'These are no tokens: firstName=Ada, pass.x=1, contact.=1.',
    )
  })
})
