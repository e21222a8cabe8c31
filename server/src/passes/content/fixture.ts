import type { RevisionSource } from './revision.ts'
import type { PassState } from './state.ts'

/** For tests: a loyalty card that uses most of what content offers, and a pass of it. */
export function coffeeCard(changes: Partial<RevisionSource> = {}): RevisionSource {
  return {
    kind: 'loyalty',
    tokens: [
      { name: 'contact.firstName', personal: true, type: 'text', default: 'friend', sample: 'Ada' },
      { name: 'contact.tier', personal: false, default: 'basic' },
      { name: 'contact.points', personal: false, type: 'number', default: 0 },
      { name: 'voucher.code', personal: true, sample: 'C0FFEE' },
      { name: 'voucher.validUntil', personal: false, type: 'date' },
    ],
    content: {
      issuerName: 'Roast & Co',
      title: 'Coffee Card',
      description: 'Loyalty card of Roast & Co',
      details: {
        points: { label: 'Beans', value: '{{ contact.points }}' },
        tier: '{{ contact.tier | capitalize }}',
        memberName: '{{ contact.firstName }}',
      },
      validity: { until: '{{ voucher.validUntil }}' },
      fields: {
        header: [{ key: 'points', label: 'Beans', value: '{{ contact.points }}', format: { number: 'decimal' } }],
        primary: [{ key: 'name', label: 'Name', value: '{{ contact.firstName }}' }],
        back: [
          { key: 'terms', label: 'Terms', value: 'One coffee for ten beans.' },
          { key: 'hint', label: 'Hint', value: 'Show this card at the till.' },
        ],
      },
      colors: { background: '#3b2a20', foreground: '#ffffff', label: '#d9c3a9' },
      barcode: { format: 'qr', message: '{{ voucher.code }}' },
    },
    variants: [],
    ...changes,
  }
}

/** A pass with a name and a code. */
export function passState(
  tokens: { contact?: Record<string, unknown>; voucher?: Record<string, unknown> } = {},
  facts: PassState['facts'] = {},
): PassState {
  return {
    tokens: { contact: { firstName: 'Ada', ...tokens.contact }, voucher: { code: 'C0FFEE', ...tokens.voucher } },
    facts,
  }
}
