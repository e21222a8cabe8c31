import { describe, expect, it } from 'vitest'
import { facesOf } from './faces.ts'
import { coffeeCard } from './fixture.ts'

const base = coffeeCard()
const faces = (content: object, variants: readonly unknown[] = []) => {
  const source = { ...base, content: { ...base.content, ...content }, variants }
  return facesOf(source)
}
const shown = (content: object) => faces(content)[0].content

describe('the faces of a revision', () => {
  it('are its content before any variant and with each of them, filled with samples', () => {
    const variants = [
      { when: { installed: true }, content: { title: 'Hello {{ contact.firstName }}' } },
      { when: { voided: true }, content: { colors: { background: '#000000' } } },
    ]
    const all = faces({}, variants).map(({ content }) => [content.title, content.colors?.background])
    expect(all).toEqual([
      ['Coffee Card', '#3b2a20'],
      ['Hello Ada', '#3b2a20'],
      ['Coffee Card', '#000000'],
    ])
  })

  it('leave out what is unsound and keep what stands beside it', () => {
    const content = shown({
      logoText: '{{ contact.nobody }}',
      validity: { from: 'soon', until: '2026-12-24T18:00:00Z' },
      colors: { background: 'brown', label: '#d9c3a9' },
      images: { icon: 'a'.repeat(64), logo: 'logo' },
      barcode: { format: 'qr' },
      details: { tier: 7 },
      links: 'none',
    })
    expect(content).toEqual({
      kind: 'loyalty',
      issuerName: 'Roast & Co',
      title: 'Coffee Card',
      description: 'Loyalty card of Roast & Co',
      voided: false,
      validity: { until: '2026-12-24T18:00:00Z' },
      colors: { label: '#d9c3a9' },
      images: { icon: 'a'.repeat(64) },
      fields: expect.anything(),
    })
  })

  it('hold a dash where something unsound cannot be missing, so that fields keep their index', () => {
    const { title, fields } = shown({
      title: '{{ contact.nobody',
      fields: { back: [{ key: 'a' }, { key: 'b', value: 'B' }, 7], header: 'none' },
    })
    expect(title).toBe('–')
    expect(fields.header).toEqual([])
    expect(fields.back.map(({ value }) => value)).toEqual(['–', 'B', '–'])
    expect(new Set(fields.back.map(({ key }) => key)).size).toBe(3)
  })

  it('keep the wallets’ own JSON whole, whatever is wrong in it', () => {
    const apple = { serialNumber: '{{ contact.nobody }}', nfc: {} }
    expect(shown({ apple }).apple).toEqual(apple)
    expect(shown({ apple: 7 }).apple).toBeUndefined()
  })

  it('know what is wrong with them, and where their author wrote it', () => {
    const patch = { fields: { back: { hint: { row: 7 } } } }
    const [first, second] = faces({ title: 7 }, [{ when: { installed: true }, content: patch }])
    expect(first.issues.map(({ path }) => path)).toEqual(['/title'])
    expect(first.placeOf('/title')).toBe('/content/title')
    expect(second?.issues.map(({ path }) => path).sort()).toEqual(['/fields/back/1/row', '/title'])
    expect(second?.placeOf('/fields/back/1/row')).toBe('/variants/0/content/fields/back/hint/row')
  })

  it.each([[undefined], ['x'], [{ content: 'x', variants: 7, tokens: [7] }]])('are there even of %j', (source) => {
    expect(facesOf(source)).toMatchObject([{ content: { kind: 'generic', title: '–' } }])
  })
})
