import { describe, expect, it } from 'vitest'
import type { ContentTemplate } from './content.ts'
import { coffeeCard } from './fixture.ts'
import {
  compileRevision,
  type RevisionSource,
  reviewRevision,
  type TokenDeclaration,
  type Variant,
} from './revision.ts'

const base = coffeeCard()
const codes = (source: unknown) => reviewRevision(source).map(({ code, path }) => `${code} ${path}`)
const reviewing = (changes: Partial<RevisionSource>) => codes(coffeeCard(changes))
const withContent = (changes: Partial<ContentTemplate>) =>
  reviewing({ content: { ...base.content, ...changes } as ContentTemplate })
const withTokens = (...tokens: unknown[]) => reviewing({ tokens: [...base.tokens, ...tokens] as TokenDeclaration[] })
const withVariants = (...variants: unknown[]) => reviewing({ variants: variants as Variant[] })
const withField = (field: object) => withContent({ fields: { back: [{ key: 'a', value: 'x', ...field }] } })

const patch = { title: 'Changed' }

describe('a fit revision', () => {
  it('has no issues and compiles', () => {
    const variants: Variant[] = [
      { name: 'Welcome', when: { installed: true, after: 'PT10S' }, message: 'Hi {{ contact.firstName }}' },
      { when: { from: '2026-12-24T00:00', zone: 'Europe/Berlin' }, content: { fields: { back: { hint: null } } } },
      { when: { segment: { token: 'contact.tier', in: ['gold'] } }, content: { colors: { background: '#d4af37' } } },
    ]
    const source = coffeeCard({ variants, newsLabel: 'News' })
    expect(reviewRevision(source)).toEqual([])
    expect(() => compileRevision(source)).not.toThrow()
  })
})

describe('a leaf with several faults', () => {
  const messages = (title: string) =>
    reviewRevision(coffeeCard({ content: { ...base.content, title } })).map(({ code, message }) => `${code} ${message}`)

  it('names every token that is not declared', () => {
    expect(messages('{{ contact.a }} and {{ contact.b }}, {{ contact.a }}')).toEqual([
      'undeclared_token The token contact.a is not declared.',
      'undeclared_token The token contact.b is not declared.',
    ])
  })

  it('names every error of syntax at its line and column, and the tokens beside them', () => {
    const title = '{{ contact.a | shout }}\n{{ "contact.c" | whisper }}{% if voucher.b %}'
    expect(messages(title)).toEqual([
      'template_syntax The template fails: undefined filter: shout, line:1, col:1.',
      'template_syntax The template fails: tag {% if voucher.b %} not closed, line:2, col:28.',
      'template_syntax The template fails: undefined filter: whisper, line:2, col:1.',
      'undeclared_token The token contact.a is not declared.',
      'undeclared_token The token voucher.b is not declared.',
    ])
  })

  it('says nothing of what is not parsed', () => {
    const title =
      '{% raw %}{{ contact.a | shout }}{% endraw %}{% comment %}{{ contact.b }}{% endcomment %}{{ 1 | shout }}'
    expect(messages(title)).toEqual(['template_syntax The template fails: undefined filter: shout, line:1, col:89.'])
  })
})

describe('a review names every reason at once', () => {
  it('each with a code, a place, what is wrong and what to do', () => {
    const source = {
      kind: 'loyalty',
      tokens: [
        { name: 'contact.name' },
        { name: 'points', personal: false },
        { name: 'contact.born', personal: true, type: 'date', sample: 'May' },
        { name: 'contact.born', personal: true },
      ],
      content: {
        title: '{{ contact.name',
        description: '{{ contact.nobody }}',
        issuerName: '{{ user.name }}',
        voided: true,
        kind: 'coupon',
        details: { points: { label: 'Points', value: '{{ contact.name }}' } },
        fields: {
          back: [
            { key: 'a', value: 1, changeMessage: 'Changed' },
            { key: 'a', value: 'x', align: 'up' },
          ],
        },
        colors: { background: 'brown' },
      },
      variants: [
        { when: { installed: true, after: 'soon', segment: { token: 'contact.born', equals: '2000-01-01' } } },
        { when: { from: '2026-12-24T00:00', until: '2026-12-01T00:00:00Z', zone: 'Berlin' }, message: '{% now %}' },
        { when: {}, content: { kind: 'coupon', colors: { label: 'brown' }, fields: { back: { b: { value: true } } } } },
      ],
      extra: 1,
    }
    const issues = reviewRevision(source)
    expect(issues.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'change_message_placeholder /content/fields/back/0/changeMessage',
      'condition_empty /variants/2/when',
      'duplicate_field_key /content/fields/back/1/key',
      'duplicate_token /tokens/3/name',
      'duration_invalid /variants/0/when/after',
      'kind_mismatch /content/kind',
      'kind_mismatch /variants/2/content/kind',
      'malformed /content/colors/background',
      'malformed /tokens/1/name',
      'malformed /variants/2/content/colors/label',
      'missing /tokens/0/personal',
      'period_empty /variants/1/when/until',
      'personal_segment /variants/0/when/segment',
      'result_type /content/details/points/value',
      'template_syntax /content/title',
      'template_syntax /variants/1/message',
      'token_type /tokens/2/sample',
      'undeclared_token /content/description',
      'unknown_key /content/voided',
      'unknown_key /extra',
      'unknown_variable /content/issuerName',
      'value_not_allowed /content/fields/back/1/align',
      'wrong_type /variants/2/content/fields/back/b/value',
      'zone_unknown /variants/1/when/zone',
    ])
    for (const { message, fix } of issues) {
      expect(message).toMatch(/\S[.]$/)
      expect(fix).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('whatever it is given', () => {
    expect(codes(undefined)).toEqual(['wrong_type '])
    expect(codes([])).toEqual(['wrong_type '])
    expect(codes({})).toEqual(['missing /kind', 'missing /tokens', 'missing /content', 'missing /variants'])
    expect(codes({ kind: 1, tokens: {}, content: 'x', variants: null, newsLabel: 3 })).toHaveLength(5)
    expect(codes({ ...base, tokens: [null, 3], variants: [null, 'x', { when: 1, content: [] }] })).toContain(
      'wrong_type /tokens/0',
    )
  })

  it('and only what can be judged where the kind is not known', () => {
    expect(codes({ ...base, kind: 'voucher' })).toEqual(['value_not_allowed /kind'])
  })

  it('or that nothing can be judged, where JSON itself is hostile', () => {
    const hostile = JSON.parse('{"content":{"__proto__":{}}}')
    expect(codes({ ...base, ...hostile })).toEqual(['forbidden_key /content/__proto__'])
  })
})

describe('tokens', () => {
  it.each([
    'firstName',
    'user.name',
    'contact.',
    'contact.first name',
    'contact.a.b',
    'contact.__proto__',
    'contact.1',
  ])('the name %j is refused', (name) => {
    expect(withTokens({ name, personal: false })).toEqual(['malformed /tokens/5/name'])
  })

  it('have a default and a sample of their type', () => {
    expect(withTokens({ name: 'contact.a', personal: false, type: 'number', default: 'x', sample: 'y' })).toEqual([
      'token_type /tokens/5/default',
      'token_type /tokens/5/sample',
    ])
  })

  it('are declared once', () => {
    expect(withTokens({ name: 'contact.tier', personal: true })).toEqual(['duplicate_token /tokens/5/name'])
  })
})

describe('templates', () => {
  it.each([
    ['{{ contact.nobody }}', 'undeclared_token'],
    ['{{ voucher["other"] }}', 'undeclared_token'],
    ['{% if contact.nobody %}x{% endif %}', 'undeclared_token'],
    ['{{ contact.firstName | append: contact.nobody }}', 'undeclared_token'],
    ['{{ contact }}', 'unknown_variable'],
    ['{{ contact[contact.tier] }}', 'unknown_variable'],
    ['{{ contact.firstName.length }}', 'unknown_variable'],
    ['{{ facts.redeemedAt }}', 'unknown_variable'],
    ['{{ pass.serial }}', 'unknown_variable'],
    ['{{ firstName }}', 'unknown_variable'],
    ['{{ now }}', 'unknown_variable'],
    ['{{ contact.firstName', 'template_syntax'],
    ['{% include "x" %}', 'template_syntax'],
    ['{{ contact.firstName | raw }}', 'template_syntax'],
    ['{{ contact.firstName | date: "%F", "Nowhere" }}', 'template_failed'],
  ])('%s is refused: %s', (logoText, code) => {
    expect(withContent({ logoText })).toEqual([`${code} /content/logoText`])
  })

  it.each([
    '{{ at }}',
    '{{ facts.voidedAt }}',
    '{{ contact.firstName.size }}',
    '{% assign x = 1 %}{{ x }}',
    '{{ "a" | size }}',
  ])('%s is fit', (logoText) => {
    expect(withContent({ logoText })).toEqual([])
  })

  it('with samples must render to the type of their place', () => {
    expect(withContent({ details: { points: { label: 'P', value: '{{ contact.tier }}' } } })).toEqual([
      'result_type /content/details/points/value',
    ])
    expect(withContent({ colors: { background: '{{ contact.tier }}' } })).toEqual([
      'malformed /content/colors/background',
    ])
    expect(withField({ value: '{{ contact.firstName }}', format: { currency: 'EUR' } })).toEqual([
      'result_type /content/fields/back/0/value',
    ])
    expect(withField({ value: '{{ contact.firstName }}', format: { date: 'short', time: 'none' } })).toEqual([
      'value_format /content/fields/back/0/value',
    ])
  })

  it('cannot make the key of a field', () => {
    expect(withField({ key: '{{ contact.tier }}' })).toEqual(['malformed /content/fields/back/0/key'])
  })

  it('may not read the moment where that would announce a change again and again, or move the expiry', () => {
    expect(withField({ value: '{{ at | date: "%R" }}', changeMessage: '%@' })).toEqual([
      'volatile_time /content/fields/back/0/value',
    ])
    expect(withContent({ validity: { until: '{{ at }}' } })).toEqual(['volatile_time /content/validity/until'])
    expect(withVariants({ when: { installed: true }, message: 'Hi {{ "now" | date: "%R" }}' })).toEqual([
      'volatile_time /variants/0/message',
    ])
    expect(withField({ value: '{{ at | date: "%R" }}' })).toEqual([])
  })
})

describe('conditions', () => {
  const when = (condition: object) => withVariants({ when: condition, content: patch })

  it.each<[object, string[]]>([
    [{}, ['condition_empty /variants/0/when']],
    [{ zone: 'UTC' }, ['condition_empty /variants/0/when']],
    [{ installed: false }, ['value_not_allowed /variants/0/when/installed']],
    [{ redeemed: true }, ['unknown_key /variants/0/when/redeemed']],
    [{ installed: true, after: 'P1M' }, ['duration_invalid /variants/0/when/after']],
    [{ from: '2026-01-01T00:00:00Z', after: 'PT1S' }, ['delay_without_fact /variants/0/when/after']],
    [{ from: '2026-01-01' }, ['date_invalid /variants/0/when/from']],
    [{ until: '2026-02-30T00:00:00Z' }, ['date_invalid /variants/0/when/until']],
    [{ from: '2026-01-01T00:00' }, ['zone_missing /variants/0/when/from']],
    [{ from: '2026-01-01T00:00', zone: 'Mars/Base' }, ['zone_unknown /variants/0/when/zone']],
    [{ from: '2026-01-01T00:00', until: '2026-01-01T00:00', zone: 'UTC' }, ['period_empty /variants/0/when/until']],
    // An hour that lies before the other on the clock, and after it in time.
    [
      { from: '2026-10-25T02:59:00+01:00', until: '2026-10-25T03:00:00+02:00' },
      ['period_empty /variants/0/when/until'],
    ],
    [{ segment: { token: 'contact.firstName', equals: 'Ada' } }, ['personal_segment /variants/0/when/segment']],
    [{ segment: { token: 'contact.nobody', equals: 1 } }, ['undeclared_token /variants/0/when/segment']],
    [{ segment: { token: 'contact.tier' } }, ['wrong_type /variants/0/when/segment']],
    [{ segment: { token: 'contact.tier', in: [] } }, ['wrong_type /variants/0/when/segment']],
  ])('%j is refused', (condition, issues) => {
    expect(when(condition)).toEqual(issues)
  })

  it('with one unsound part are judged by the others, and not called empty', () => {
    expect(when({ installed: 'yes', after: 'PT1S', until: 'never' })).toEqual([
      'wrong_type /variants/0/when/installed',
      'date_invalid /variants/0/when/until',
    ])
  })
})

describe('variants', () => {
  it('have names of their own, or none', () => {
    const named = (...names: (string | undefined)[]) =>
      withVariants(...names.map((name) => ({ ...(name && { name }), when: { installed: true } })))
    expect(named('Gold', 'Silver', undefined, undefined)).toEqual([])
    expect(named('Gold', 'Silver', 'Gold', 'Gold')).toEqual([
      'duplicate_variant_name /variants/2/name',
      'duplicate_variant_name /variants/3/name',
    ])
  })

  const installed = { installed: true }

  it('are judged by what they make of the content, and named where they say it', () => {
    expect(withVariants({ when: installed, content: { colors: { background: 'red' }, extra: 1 } })).toEqual([
      'unknown_key /variants/0/content/extra',
      'malformed /variants/0/content/colors/background',
    ])
    expect(
      withVariants({ when: installed, content: { fields: { back: { hint: null, new: { label: 'x' } } } } }),
    ).toEqual(['missing /variants/0/content/fields/back/new'])
    expect(withVariants({ when: installed, content: { fields: { back: [{ key: 'hint', align: 'up' }] } } })).toEqual([
      'value_not_allowed /variants/0/content/fields/back/0/align',
    ])
    expect(withVariants({ when: installed, content: { title: null } })).toEqual(['missing /variants/0/content/title'])
  })

  it('are not blamed for what is wrong without them', () => {
    const content = { ...base.content, logoText: 7 } as unknown as ContentTemplate
    const variants: Variant[] = [{ when: { installed: true }, content: { fields: { back: { terms: null } } } }]
    expect(reviewing({ content, variants })).toEqual(['wrong_type /content/logoText'])
  })

  it('are tried two by two, if both can be active at once', () => {
    const formats = {
      when: installed,
      content: { fields: { back: { hint: { value: 1, format: { number: 'decimal' } } } } },
    }
    const writes = (when: object) => ({ when, content: { fields: { back: { hint: { value: 'Text' } } } } })
    expect(withVariants(formats, writes({ voided: true }))).toEqual([
      'value_format /variants/1/content/fields/back/hint/value',
    ])
    const inSummer = { ...formats, when: { until: '2026-09-01T00:00:00Z' } }
    expect(withVariants(inSummer, writes({ from: '2026-09-01T00:00:00Z' }))).toEqual([])
    const ofTier = (equals: string) => ({ segment: { token: 'contact.tier', equals } })
    expect(withVariants({ ...formats, when: ofTier('gold') }, writes(ofTier('basic')))).toEqual([])
    expect(withVariants({ ...formats, when: ofTier('gold') }, writes(ofTier('gold')))).toHaveLength(1)
  })

  it('leave the kind and the voiding of a pass alone', () => {
    expect(withVariants({ when: installed, content: { kind: 'loyalty', voided: true } })).toEqual([
      'kind_mismatch /variants/0/content/kind',
      'unknown_key /variants/0/content/voided',
    ])
  })

  it('say their news by message alone', () => {
    const news = { fields: { back: { news: { value: 'x' } } } }
    expect(withVariants({ when: installed, message: 'Hi' }, { when: { voided: true }, content: news })).toEqual([
      'news_in_variant /variants/1/content/fields/back',
    ])
    expect(withVariants({ when: installed, content: news })).toEqual([])
  })

  it('need a field for news that is text', () => {
    const content: ContentTemplate = {
      ...base.content,
      fields: { back: [{ key: 'news', value: 1, format: { number: 'decimal' } }] },
    }
    expect(reviewing({ content })).toEqual(['news_not_text /content/fields/back/0/format'])
  })

  it('do not hide fields of the wrong shape by adding a field for news', () => {
    const content = (fields: unknown) => ({ ...base.content, fields }) as unknown as ContentTemplate
    expect(reviewing({ content: content('x'), newsLabel: 'News' })).toEqual(['wrong_type /content/fields'])
    expect(reviewing({ content: content({ back: 'x' }), newsLabel: 'News' })).toEqual([
      'wrong_type /content/fields/back',
    ])
    expect(reviewing({ content: content({ header: [null] }), newsLabel: 'News' })).toEqual([
      'wrong_type /content/fields/header/0',
    ])
  })

  it('are at most 50', () => {
    const variants = Array.from({ length: 51 }, () => ({ when: installed, message: 'x' }))
    expect(withVariants(...variants)).toEqual(['out_of_range /variants'])
  })
})

describe('compiling an unfit revision', () => {
  it('is refused with all that its review finds', () => {
    const variants: Variant[] = [
      { when: { from: 'x' }, message: '{{ contact.nobody }}' },
      { when: { installed: true }, content: { logoText: '{% if %}' } },
    ]
    const unfit = coffeeCard({ variants, content: { ...base.content, title: '{{' } })
    expect(codes(unfit)).toEqual([
      'date_invalid /variants/0/when/from',
      'template_syntax /content/title',
      'template_syntax /variants/1/content/logoText',
      'undeclared_token /variants/0/message',
    ])
    const issues = reviewRevision(unfit)
    expect(() => compileRevision(unfit)).toThrow(expect.objectContaining({ code: 'content_unfit', issues }))
  })
})
