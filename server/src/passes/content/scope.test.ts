import { describe, expect, it } from 'vitest'
import type { ReviewIssue } from './issues.ts'
import { scopeOf } from './scope.ts'
import type { TokenDeclaration } from './tokens.ts'

const at = new Date('2026-11-22T09:30:00Z')

function contactOf(contact: Record<string, unknown>, declaration: Partial<TokenDeclaration> = {}) {
  const issues: ReviewIssue[] = []
  const tokens: TokenDeclaration[] = [{ name: 'contact.x', personal: false, ...declaration }]
  const scope = scopeOf(tokens, { tokens: { contact, voucher: {} }, facts: {} }, at, issues)
  return { value: scope.contact.x, issues, scope }
}

describe('a token', () => {
  it.each<[TokenDeclaration['type'], unknown, unknown]>([
    [undefined, 'a', 'a'],
    [undefined, 1, 1],
    [undefined, true, true],
    ['text', 12, '12'],
    ['text', true, 'true'],
    ['number', '12.5', 12.5],
    ['number', 12, 12],
    ['boolean', 'false', false],
    ['boolean', true, true],
    ['date', '1990-05-01', '1990-05-01'],
    ['date', '2026-12-24T18:00:00+01:00', '2026-12-24T18:00:00+01:00'],
  ])('declared as %s takes %j as %j', (type, given, value) => {
    expect(contactOf({ x: given }, type && { type })).toMatchObject({ value, issues: [] })
  })

  it.each<[TokenDeclaration['type'], unknown]>([
    [undefined, { deep: { object: 1 } }],
    [undefined, ['a']],
    ['text', {}],
    ['number', 'twelve'],
    ['number', Number.NaN],
    ['number', true],
    ['boolean', 'yes'],
    ['boolean', 1],
    ['date', '2026-02-30'],
    ['date', '24.12.2026'],
    ['date', '2026-12-24T18:00:00'],
    ['date', 20261224],
  ])('declared as %s refuses %j and says where', (type, given) => {
    const { value, issues } = contactOf({ x: given }, type && { type })
    expect(value).toBeUndefined()
    expect(issues).toMatchObject([{ code: 'token_type', path: '/tokens/contact/x' }])
    expect(issues[0]?.message).toContain('contact.x')
  })

  it('has at most 10,000 characters', () => {
    expect(contactOf({ x: 'x'.repeat(10_000) }).issues).toEqual([])
    expect(contactOf({ x: 'x'.repeat(1_000_000) }).issues).toMatchObject([
      { code: 'token_too_long', path: '/tokens/contact/x' },
    ])
  })

  it('without a value has its default, and with one not', () => {
    expect(contactOf({}, { default: 'd' }).value).toBe('d')
    expect(contactOf({ x: null }, { default: 'd' }).value).toBe('d')
    expect(contactOf({ x: '' }, { default: 'd' }).value).toBe('')
    expect(contactOf({}).value).toBeUndefined()
  })

  it('is taken only from what the pass itself has', () => {
    expect(contactOf(Object.create({ x: 'inherited' })).value).toBeUndefined()
  })

  it('that is not declared is left out', () => {
    const { scope } = contactOf({ x: 'a', y: 'b', ...JSON.parse('{"__proto__":{"z":"c"}}') })
    expect(Object.keys(scope.contact)).toEqual(['x'])
    expect(scope.contact.z).toBeUndefined()
  })
})

describe('a fact', () => {
  it('that lies after the moment has not happened', () => {
    const facts = { installedAt: new Date(at.getTime() + 1), voidedAt: at }
    const scope = scopeOf([], { tokens: { contact: {}, voucher: {} }, facts }, at, [])
    expect({ ...scope.facts }).toEqual({ installedAt: undefined, voidedAt: '2026-11-22T09:30:00.000Z' })
  })
})
