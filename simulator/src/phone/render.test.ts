import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../terminal-text.ts'
import type { PassFace } from './pass-face.ts'
import { renderLockScreen, renderPass } from './render.ts'

const card: PassFace = {
  style: 'storeCard',
  organizationName: 'Example Coffee',
  description: 'Loyalty card',
  logoText: 'Example Coffee',
  colors: { background: 'rgb(90, 50, 20)', foreground: 'rgb(255, 255, 255)', label: 'rgb(220, 200, 180)' },
  fields: {
    header: [{ key: 'points', label: 'Points', value: '120' }],
    primary: [{ key: 'holder', label: 'Holder', value: 'Ada Lovelace' }],
    secondary: [
      { key: 'tier', label: 'Tier', value: 'Gold' },
      { key: 'since', label: 'Since', value: 'Nov 22, 2026' },
    ],
    auxiliary: [{ key: 'shop', label: 'Shop', value: 'Ölmühle' }],
    back: [
      {
        key: 'news',
        label: 'News',
        value: 'Two for one on every day this week that has a name ending in y.\nCome in!',
      },
    ],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: 'M-1', altText: 'No. 1' },
  voided: false,
  expired: false,
  expirationDate: null,
  personalization: null,
}

describe('a pass in a terminal', () => {
  it('is a card with its front above a rule and its back below', () => {
    expect(renderPass(card, { color: false })).toBe(
      [
        '╭────────────────────────────────────────────────╮',
        '│ Example Coffee                      Points 120 │',
        '│                                                │',
        '│ HOLDER                                         │',
        '│ Ada Lovelace                                   │',
        '│                                                │',
        '│ TIER                   SINCE                   │',
        '│ Gold                   Nov 22, 2026            │',
        '│                                                │',
        '│ SHOP                                           │',
        '│ Ölmühle                                        │',
        '│                                                │',
        '│ ▌▐▌▌▐ QR  No. 1                                │',
        '├────────────────────────────────────────────────┤',
        '│ News                                           │',
        '│ Two for one on every day this week that has a  │',
        '│ name ending in y.                              │',
        '│ Come in!                                       │',
        '╰────────────────────────────────────────────────╯',
      ].join('\n'),
    )
  })

  it("wears the pass's colours if asked to, and says the same", () => {
    const colored = renderPass(card, { color: true })
    expect(colored).toContain('\u001b[38;2;255;255;255;48;2;90;50;20mAda Lovelace')
    expect(colored).toContain('\u001b[38;2;220;200;180;48;2;90;50;20mHOLDER')
    expect(stripVTControlCharacters(colored)).toBe(renderPass(card, { color: false }))
    for (const line of colored.split('\n').filter((line) => line.includes('\u001b'))) {
      expect(line.endsWith('\u001b[0m│')).toBe(true)
    }
  })

  it('is black on white without colours of its own, labels in the foreground colour', () => {
    const colors = { background: null, foreground: 'nonsense', label: null }
    expect(renderPass({ ...card, colors }, { color: true })).toContain('\u001b[38;2;0;0;0;48;2;255;255;255mHOLDER')
  })

  it.each([
    [{ voided: true, expired: true }, '*** VOID ***'],
    [{ expired: true }, '*** EXPIRED ***'],
  ])('with %j says so', (state, expected) => {
    expect(renderPass({ ...card, ...state }, { color: false })).toContain(expected)
  })

  it('puts at most four fields side by side', () => {
    const secondary = ['A', 'B', 'C', 'D', 'E'].map((key) => ({ key, label: key, value: key.toLowerCase() }))
    const drawn = renderPass({ ...card, fields: { ...card.fields, secondary } }, { color: false })
    expect(drawn).toContain('│ a          b          c          d             │')
    expect(drawn).toContain('│ e                                              │')
  })

  it('without logo text, barcode text and back shows what there is', () => {
    const barcode = { format: 'PKBarcodeFormatPDF417', message: 'M-1', altText: null }
    const drawn = renderPass(
      { ...card, logoText: null, barcode, fields: { ...card.fields, back: [] } },
      { color: false },
    )
    expect(drawn).toContain('│ Example Coffee ')
    expect(drawn).toContain('PDF417  M-1')
    expect(drawn).not.toContain('├')
  })

  it('that awaits enrolment has its form below', () => {
    const personalization = {
      description: 'Join and collect points.',
      fields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldPostalCode'],
      termsAndConditions: 'See the <a href="https://example.com/terms">terms\u001b[2J</a>.',
    } as const
    const drawn = renderPass({ ...card, personalization }, { color: false })
    expect(drawn.split('\n').slice(-6)).toEqual([
      '├────────────────────────────────────────────────┤',
      '│ [ Sign Up ]                                    │',
      '│ Join and collect points.                       │',
      '│ Asks for: name, postal code                    │',
      '│ See the terms.                                 │',
      '╰────────────────────────────────────────────────╯',
    ])
    expect(
      renderPass({ ...card, personalization: { ...personalization, termsAndConditions: null } }, { color: false }),
    ).not.toContain('terms')
  })

  it.each([
    ['long texts', 'A very long text that fits on no card at all, however wide it is drawn'],
    ['wide characters', '珈琲店のポイントカード・会員番号・有効期限・店舗名・会員種別'],
    ['emoji', '☕️👩‍💻🎉🇩🇪☕️👩‍💻🎉🇩🇪☕️👩‍💻🎉🇩🇪☕️👩‍💻🎉🇩🇪☕️👩‍💻🎉🇩🇪'],
    ['combining marks', 'Cafe\u0301 cre\u0300me'],
  ])('keeps its edges straight with %s', (_, text) => {
    const field = { key: 'x', label: text, value: text }
    const fields = { header: [field], primary: [field], secondary: [field, field, field], auxiliary: [], back: [field] }
    const drawn = renderPass({ ...card, logoText: text, fields }, { color: false })
    expect(new Set(drawn.split('\n').map(widthOf))).toEqual(new Set([50]))
  })

  it('lets no text of the pass steer the terminal', () => {
    const value = '\u001b[2Jgone\u001b]0;title\u0007\r\nnext\u0008\u202edrow\u009b31m'
    const field = { key: 'x', label: value, value }
    const fields = { header: [field], primary: [field], secondary: [field], auxiliary: [field], back: [field] }
    const barcode = { format: value, message: value, altText: value }
    const drawn = renderPass({ ...card, logoText: value, barcode, fields }, { color: false })
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(drawn).toContain('gone')
  })
})

describe('a line of the lock screen in a terminal', () => {
  it('is framed, wrapped and harmless', () => {
    const text = 'Two for one on every day this week\u001b[2J that has a name ending in y.'
    expect(renderLockScreen({ title: 'Example Coffee', text })).toBe(
      [
        '╭────────────────────────────────────────────────╮',
        '│ Example Coffee                                 │',
        '│ Two for one on every day this week that has a  │',
        '│ name ending in y.                              │',
        '╰────────────────────────────────────────────────╯',
      ].join('\n'),
    )
  })
})
