import { describe, expect, it } from 'vitest'
import { contentOf } from './content-of.ts'
import { coffeeCard, passState } from './fixture.ts'
import { compileRevision, type RevisionSource, reviewRevision, type Variant } from './revision.ts'

const form = { description: 'Join us.', tokens: { givenName: 'contact.firstName' } }
const withForm = (enrolment: unknown, changes: Partial<RevisionSource> = {}): RevisionSource => {
  const card = coffeeCard(changes)
  return { ...card, content: { ...card.content, enrolment } as RevisionSource['content'] }
}
const found = (source: RevisionSource) => reviewRevision(source).map(({ code, path }) => `${code} ${path}`)

describe('a form to enrol', () => {
  it('is fit with tokens that are declared, personal and text', () => {
    expect(found(withForm({ ...form, terms: 'See <a href="https://a.example">terms</a>.' }))).toEqual([])
  })

  it.each([
    [
      'a token that is not declared',
      { ...form, tokens: { emailAddress: 'contact.email' } },
      'undeclared_token',
      '/tokens/emailAddress',
    ],
    [
      'a token that is not personal',
      { ...form, tokens: { familyName: 'contact.tier' } },
      'token_not_personal',
      '/tokens/familyName',
    ],
    ['a token of the voucher', { ...form, tokens: { familyName: 'voucher.code' } }, 'malformed', '/tokens/familyName'],
    ['nothing to ask for', { ...form, tokens: {} }, 'out_of_range', '/tokens'],
    [
      'something that no form asks for',
      { ...form, tokens: { shoeSize: 'contact.firstName' } },
      'unknown_key',
      '/tokens/shoeSize',
    ],
    ['no description', { tokens: form.tokens }, 'missing', '/description'],
    [
      'a template, as nobody is known yet',
      { ...form, description: 'Join, {{ contact.firstName }}' },
      'malformed',
      '/description',
    ],
    ['a template in its terms', { ...form, terms: '{% if x %}' }, 'malformed', '/terms'],
  ])('is unfit with %s', (_, enrolment, code, path) => {
    expect(found(withForm(enrolment))).toContain(`${code} /content/enrolment${path}`)
  })

  it('is unfit with a token that takes no text', () => {
    const tokens = [{ name: 'contact.firstName', personal: true, type: 'number' }] as const
    expect(found(withForm(form, { tokens }))).toContain('token_not_text /content/enrolment/tokens/givenName')
  })

  it('is judged in variants as well', () => {
    const content = { enrolment: { tokens: { phoneNumber: 'contact.phone' } } }
    const variants: Variant[] = [{ when: { installed: true }, content }]
    expect(found(withForm(form, { variants }))).toContain(
      'undeclared_token /variants/0/content/enrolment/tokens/phoneNumber',
    )
  })
})

describe('the form of a pass', () => {
  const at = new Date('2026-11-22T12:00:00Z')
  const before = new Date(at.getTime() - 1000)
  const later = new Date(at.getTime() + 1000)
  const shown = (facts: Parameters<typeof passState>[1], variants: Variant[] = []) =>
    contentOf(compileRevision(withForm(form, { variants })), passState({}, facts), at)

  it('is there until its holder has enrolled', () => {
    expect(shown({}).enrolment).toEqual(form)
    expect(shown({ enrolledAt: later }).enrolment).toEqual(form)
    expect(shown({ enrolledAt: before }).enrolment).toBeUndefined()
  })

  it('is not there while the pass is void', () => {
    expect(shown({ voidedAt: before }).enrolment).toBeUndefined()
  })

  it('can be left out for a segment, as those who are known need not be asked', () => {
    const known: Variant = {
      when: { segment: { token: 'contact.tier', equals: 'basic' } },
      content: { enrolment: null },
    }
    expect(shown({}, [known]).enrolment).toBeUndefined()
  })

  it('having been filled in is a fact for variants, with and without a delay', () => {
    const variant = (after?: string): Variant => ({
      when: { enrolled: true, ...(after && { after }) },
      content: { title: 'Member' },
    })
    expect(shown({ enrolledAt: before }, [variant()]).title).toBe('Member')
    expect(shown({ enrolledAt: before }, [variant('PT2S')]).title).toBe('Coffee Card')
    expect(shown({}, [variant()]).title).toBe('Coffee Card')
  })
})
