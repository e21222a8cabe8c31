import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { widthOf } from '../terminal-text.ts'
import type { AndroidFace } from './face.ts'
import { renderAndroidNotification, renderAndroidPass } from './render.ts'

const card: AndroidFace = {
  objectId: '1.ada',
  classId: '1.card',
  vertical: 'loyalty',
  title: { issuer: 'Example Coffee', title: 'Beans' },
  state: 'ACTIVE',
  testOnly: false,
  backgroundColor: '#5a3214',
  heroImage: null,
  rows: [
    [
      { label: 'Points', value: '120' },
      { label: 'Tier', value: 'Gold' },
    ],
    [{ label: 'Holder', value: 'Ada Lovelace' }],
  ],
  barcode: { type: 'QR_CODE', value: 'M-1', text: 'No. 1', rotating: false, above: [], below: [] },
  details: [{ label: 'Terms', value: 'Two for one on every day this week that has a name ending in y.' }],
  messages: [{ header: 'News', body: 'Hello' }],
  links: [{ text: 'Shop', uri: 'https://example.com' }],
}

describe('a pass in a terminal', () => {
  it('is a card above a rule, and its messages, details and links below', () => {
    expect(renderAndroidPass(card, { color: false })).toBe(
      [
        '╭────────────────────────────────────────────────╮',
        '│ Example Coffee                                 │',
        '│ Beans                                          │',
        '│                                                │',
        '│ POINTS                 TIER                    │',
        '│ 120                    Gold                    │',
        '│                                                │',
        '│ HOLDER                                         │',
        '│ Ada Lovelace                                   │',
        '│                                                │',
        '│ ▌▐▌▌▐ QR_CODE  No. 1                           │',
        '├────────────────────────────────────────────────┤',
        '│ News                                           │',
        '│ Hello                                          │',
        '│ Terms                                          │',
        '│ Two for one on every day this week that has a  │',
        '│ name ending in y.                              │',
        '│ Shop                                           │',
        '│ https://example.com                            │',
        '╰────────────────────────────────────────────────╯',
      ].join('\n'),
    )
  })

  it('wears its colour, with text that can be read on it, and says the same', () => {
    const dark = renderAndroidPass(card, { color: true })
    expect(dark).toContain('\u001b[38;2;255;255;255;48;2;90;50;20mBeans')
    expect(stripVTControlCharacters(dark)).toBe(renderAndroidPass(card, { color: false }))
    const light = renderAndroidPass({ ...card, backgroundColor: '#fe0' }, { color: true })
    expect(light).toContain('\u001b[38;2;32;33;36;48;2;255;238;0mBeans')
    expect(renderAndroidPass({ ...card, backgroundColor: 'red' }, { color: true })).toContain('48;2;66;133;244mBeans')
  })

  it('says that it is for tests, expired, or rotating', () => {
    const rotating = {
      ...card.barcode!,
      value: '123',
      text: null,
      rotating: true,
      above: [{ label: '', value: 'Show' }],
    }
    const drawn = renderAndroidPass({ ...card, testOnly: true, state: 'EXPIRED', barcode: rotating }, { color: false })
    expect(drawn).toContain('│ [TEST ONLY] Beans ')
    expect(drawn).toContain('│ *** EXPIRED *** ')
    expect(drawn).toContain('│ Show ')
    expect(drawn).toContain('QR_CODE ↻  123')
  })

  it('is its title alone if there is no more', () => {
    const bare = { ...card, rows: [], barcode: null, details: [], messages: [], links: [] }
    const drawn = renderAndroidPass({ ...bare, title: { issuer: 'I', title: 'T', subtitle: 'S' } }, { color: false })
    expect(drawn.split('\n').map((line) => line.replace(/[─ ]+/g, ' '))).toEqual([
      '╭ ╮',
      '│ I │',
      '│ T │',
      '│ S │',
      '╰ ╯',
    ])
  })

  it('lets no text of the pass steer the terminal, and keeps its edges straight', () => {
    const text =
      '\u001b[2Jgone\u001b]0;title\u0007\r\nnext\u0008\u202edrow 珈琲店☕️ and so on and so on and so on and so on'
    const field = { label: text, value: text }
    const drawn = renderAndroidPass(
      {
        ...card,
        title: { issuer: text, title: text, subtitle: text },
        state: text,
        rows: [[field, field, field]],
        barcode: { type: text, value: text, text: null, rotating: true, above: [field], below: [field] },
        details: [field],
        messages: [{ header: text, body: text }],
        links: [{ text, uri: text }],
      },
      { color: false },
    )
    expect(drawn.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(new Set(drawn.split('\n').map(widthOf))).toEqual(new Set([50]))
  })
})

it('a notification in a terminal is framed, wrapped and harmless', () => {
  const text = 'Two for one on every day this week\u001b[2J that has a name ending in y.'
  expect(renderAndroidNotification({ title: 'Example Coffee', text, callout: 'View message' })).toBe(
    [
      '╭────────────────────────────────────────────────╮',
      '│ Example Coffee                                 │',
      '│ Two for one on every day this week that has a  │',
      '│ name ending in y.                              │',
      '│ View message                                   │',
      '╰────────────────────────────────────────────────╯',
    ].join('\n'),
  )
})
