import { describe, expect, it } from 'vitest'
import { maxTextLength } from './places.ts'
import { TemplateError } from './template.ts'
import { faultsOf } from './template-faults.ts'

const first = new TemplateError('The template fails.', 'Mend it.')

describe('faultsOf', () => {
  it('finds tokens by their names in outputs and tags, but not in quoted text or beside markup', () => {
    const source = 'contact.a {{ contact.b | x }} {% if voucher.c == "contact.d" %}{{ my.contact.e }}{{ contact.f'
    expect(faultsOf(source, 'text', first).variables).toEqual([
      ['contact', 'b'],
      ['voucher', 'c'],
      ['contact', 'f'],
    ])
  })

  it('says each thing once, after what the parser said first', () => {
    const { errors } = faultsOf('{{ 1 | x }}', 'text', first)
    expect(errors.map(({ message }) => message)).toEqual([
      'The template fails.',
      'The template fails: undefined filter: x, line:1, col:1.',
    ])
  })

  it('does not look into a text that is too long for a template', () => {
    const source = '{{ contact.a | x }}'.repeat(maxTextLength)
    expect(faultsOf(source, 'text', first)).toEqual({ errors: [first], variables: [] })
  })
})
