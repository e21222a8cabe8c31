import { describe, expect, it } from 'vitest'
import type { Scope } from './scope.ts'
import { scopeOf } from './scope.ts'
import { type OutputPlace, parseTemplate, TemplateError } from './template.ts'
import type { TokenDeclaration } from './tokens.ts'

const at = new Date('2026-11-22T09:30:00Z')

function scopeWith(contact: Record<string, unknown>): Scope {
  const tokens = Object.keys(contact).map((name): TokenDeclaration => ({ name: `contact.${name}`, personal: false }))
  return scopeOf(tokens, { tokens: { contact, voucher: {} }, facts: { installedAt: at } }, at, [])
}

const render = (source: string, contact: Record<string, unknown> = {}, place: OutputPlace = 'text') =>
  parseTemplate(source, place).render(scopeWith(contact))

describe('what templates can do', () => {
  it.each([
    ['{{ contact.name }}', 'Ada'],
    ['Hello {{contact.name}}, {{ contact.points }} beans', 'Hello Ada, 12 beans'],
    ['{{ contact.name | upcase | append: "!" }}', 'ADA!'],
    ['{{ contact.missing | default: "friend" }}', 'friend'],
    ['{% if contact.points >= 10 %}free coffee{% else %}collect{% endif %}', 'free coffee'],
    ['{% case contact.name %}{% when "Ada" %}A{% else %}B{% endcase %}', 'A'],
    ['{% assign x = contact.points | plus: 1 %}{{ x }}', '13'],
    ['{% capture x %}{{ contact.name }}{% endcapture %}{{ x }}{{ x }}', 'AdaAda'],
    ['{{ at }} {{ facts.installedAt }}', '2026-11-22T09:30:00.000Z 2026-11-22T09:30:00.000Z'],
    ['{{ at | date: "%d.%m.%Y" }}', '22.11.2026'],
    ['{% raw %}{{ contact.name }}{% endraw %}', '{{ contact.name }}'],
    ['{{ contact.vip }}', 'true'],
    [' {{- contact.name -}} ', 'Ada'],
  ])('%s renders to %s', (source, expected) => {
    expect(render(source, { name: 'Ada', points: 12, vip: true })).toBe(expected)
  })

  it('renders a missing value to nothing', () => {
    expect(render('[{{ contact.name }}]')).toBe('[]')
  })
})

describe('what templates cannot do', () => {
  it.each(['include', 'render', 'layout', 'block', 'for', 'tablerow', 'cycle', 'increment', 'liquid'])(
    'the tag %s does not exist',
    (tag) => {
      expect(() => parseTemplate(`{% ${tag} "x" %}`, 'text')).toThrow(`tag "${tag}" not found`)
    },
  )

  it.each(['raw', 'sample', 'where_exp', 'map', 'json', 'sha256', 'url_decode', 'no_such'])(
    'the filter %s does not exist, and the message names those that do',
    (filter) => {
      const error = thrown(() => parseTemplate(`{{ contact.name | ${filter}: 1 }}`, 'text'))
      expect(error.message).toContain(`undefined filter: ${filter}`)
      expect(error.fix).toContain('upcase')
    },
  )

  it.each(['{{ contact.name', '{% if contact.name %}', '{{ }}', '{% elsif %}'])(
    '%s is refused with its place',
    (source) => {
      expect(thrown(() => parseTemplate(source, 'text')).message).toMatch(/line:1, col:\d/)
    },
  )

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'])('%s is not visible', (name) => {
    const source = `[{{ ${name} }}{{ contact.${name} }}{{ contact["${name}"] }}{{ contact.name.${name} }}{{ facts.${name} }}]`
    expect(render(source, { name: 'Ada' })).toBe('[]')
  })

  it('a value is never parsed again', () => {
    const hostile = '{{ contact.secret }}{% if true %}x{% endif %}'
    expect(render('{{ contact.name }}', { name: hostile, secret: 's' })).toBe(hostile)
    expect(render('{% assign x = contact.name %}{{ x | append: "" }}', { name: hostile, secret: 's' })).toBe(hostile)
  })

  it.each([
    `${'{% assign a = a | append: "aaaaaaaaaa" | append: a %}'.repeat(40)}{{ a | size }}`,
    '{% assign a = "aaaaaaaaaa" %}{% assign a = a | replace: "a", a | replace: "a", a | replace: "a", a | replace: "a", a | replace: "a", a %}{{ a | size }}',
  ])('a value cannot be blown up without bound', (source) => {
    expect(thrown(() => render(source)).message).toContain('memory alloc limit exceeded')
  })

  it('neither a template nor its result is longer than 10,000 characters', () => {
    expect(() => parseTemplate(`{{ contact.name }}${'x'.repeat(10_000)}`, 'text')).toThrow(TemplateError)
    const long = 'x'.repeat(6_000)
    expect(() => render('{{ contact.name }}{{ contact.name }}', { name: long })).toThrow('renders to 12000 characters')
    expect(() => render('{{ contact.name | append: contact.name }}', { name: long })).toThrow('renders to 12000')
  })
})

describe('time', () => {
  it.each(['now', 'today'])('"%s" means the moment of the content, never the clock', (word) => {
    expect(render(`{{ "${word}" | date: "%F %R" }}`)).toBe('2026-11-22 09:30')
    expect(render('{{ contact.word | date: "%F %R" }}', { word })).toBe('2026-11-22 09:30')
  })

  it.each(['now', 'today'])('a template that reads "%s" is known to read the moment', (word) => {
    expect(parseTemplate(`{% assign d = '${word}' %}{{ d | date: "%F" }}`, 'text').variables).toContainEqual(['at'])
  })
})

describe('%@ in the value of a token, in a change message', () => {
  it.each(['%@', '100%@home', '%1$@', '%@%@', '%%@'])('%s does not stand for the new value', (name) => {
    const message = render('{{ contact.name }}: %@', { name }, 'message')
    expect(message.match(/%(\d+\$)?@/g)).toEqual(['%@'])
    expect(message.replaceAll('\u2060', '')).toBe(`${name}: %@`)
  })

  it('does not arise either where a token touches the text around it or another token', () => {
    const shows = (source: string, contact: Record<string, unknown>) => render(source, contact, 'message')
    expect(shows('{{ contact.a }}@', { a: '5%' })).not.toContain('%@')
    expect(shows('%{{ contact.a }}', { a: '@home' })).not.toContain('%@')
    expect(shows('{{ contact.a }}{{ contact.b }}', { a: '%', b: '@' })).not.toContain('%@')
    expect(shows('{% assign x = contact.a | append: "" %}{{ x }}', { a: '%@' })).not.toContain('%@')
    expect(shows('{% echo contact.a %}', { a: '%@' })).not.toContain('%@')
  })

  it('is left as it is in every other place', () => {
    expect(render('{{ contact.name }}', { name: '100%@home' })).toBe('100%@home')
  })
})

describe('markup in the value of a token, where HTML is understood', () => {
  const hostile = '<a href="javascript:x">&\'</a>'

  it.each([
    '{{ contact.name }}',
    '{{ contact.name | strip }}',
    '{% echo contact.name %}',
    '{% assign x = contact.name %}{{ x }}',
  ])('%s shows it as text', (source) => {
    expect(render(source, { name: hostile }, 'html')).toBe(
      '&lt;a href=&quot;javascript:x&quot;&gt;&amp;&#39;&lt;/a&gt;',
    )
  })

  it("leaves the author's own markup alone", () => {
    const source = '<a href="https://example.org/">{{ contact.name }}</a>'
    expect(render(source, { name: '<Ada>' }, 'html')).toBe('<a href="https://example.org/">&lt;Ada&gt;</a>')
  })

  it('is left as it is in every other place', () => {
    expect(render('{{ contact.name }}', { name: hostile })).toBe(hostile)
  })
})

describe('templates that only put tokens into text take a shortcut', () => {
  // A filter that changes nothing sends the same template through Liquid.
  it.each<OutputPlace>(['text', 'message', 'html'])('which gives what Liquid gives, in %s', (place) => {
    const values = ['Ada', '%@', '<b>', '{{ at }}', '', 12, 0.1, 1e21, -0, true, false, undefined, '%', '@', '"\'&']
    for (const a of values) {
      for (const b of values) {
        const contact = { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) }
        const shortcut = render('x{{ contact.a }}{{contact.b}} %', contact, place)
        expect(shortcut).toBe(render('x{{ contact.a | append: "" }}{{contact.b | append: ""}} %', contact, place))
      }
    }
  })
})

function thrown(act: () => unknown): TemplateError {
  try {
    act()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
