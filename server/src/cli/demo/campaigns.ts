import type { RevisionSource } from '../../passes/content/revision.ts'

export interface DemoCampaign {
  /** Begins the names of its artwork files. */
  readonly slug: string
  readonly name: string
  /** Artwork by role; set-up replaces it with the ids of the uploaded assets. */
  readonly artwork: readonly ('icon' | 'logo' | 'strip' | 'thumbnail')[]
  readonly source: RevisionSource
}

const firstName = { name: 'contact.firstName', personal: true, default: 'there', sample: 'Ada' } as const

const coffee: DemoCampaign = {
  slug: 'coffee',
  name: 'Northside Coffee card',
  artwork: ['icon', 'logo', 'strip'],
  source: {
    kind: 'loyalty',
    tokens: [
      firstName,
      { name: 'voucher.memberId', personal: true, default: 'NC-00000', sample: 'NC-20413' },
      { name: 'voucher.points', personal: false, type: 'number', default: 0, sample: 40 },
    ],
    newsLabel: 'News',
    content: {
      issuerName: 'Northside Coffee',
      title: 'Northside Coffee card',
      description: 'Loyalty card of Northside Coffee',
      logoText: 'Northside Coffee',
      details: { points: { label: 'Points', value: '{{ voucher.points }}' }, memberName: '{{ contact.firstName }}' },
      colors: { background: '#3b2418', foreground: '#f5e6d3', label: '#c9a27c' },
      fields: {
        header: [
          {
            key: 'points',
            label: 'POINTS',
            value: '{{ voucher.points }}',
            format: { number: 'decimal' },
            changeMessage: 'You have %@ points now.',
          },
        ],
        secondary: [
          { key: 'member', label: 'MEMBER', value: '{{ contact.firstName }}' },
          {
            key: 'next',
            label: 'NEXT FREE COFFEE',
            value: '100 points',
            align: 'right',
            changeMessage: 'The next free coffee: %@',
          },
        ],
        back: [
          {
            key: 'how',
            label: 'How it works',
            value: 'Ten points a cup. At one hundred points the next coffee is on us.',
          },
          {
            key: 'contact',
            label: 'Northside Coffee',
            value: 'Quay 4, open daily 7:30–18:00, hello@northside-coffee.example',
          },
        ],
      },
      barcode: { format: 'qr', message: '{{ voucher.memberId }}', altText: '{{ voucher.memberId }}' },
    },
    variants: [
      {
        name: 'welcome',
        when: { installed: true },
        message: 'Welcome, {{ contact.firstName }}! Your first ten points are waiting at the counter.',
      },
    ],
  },
}

const gelato: DemoCampaign = {
  slug: 'gelato',
  name: 'Gelateria Luna: one scoop free',
  artwork: ['icon', 'logo', 'strip'],
  source: {
    kind: 'coupon',
    tokens: [firstName, { name: 'voucher.code', personal: true, default: 'LUNA-DEMO', sample: 'LUNA-7Q2X' }],
    content: {
      issuerName: 'Gelateria Luna',
      title: 'One scoop free',
      description: 'Coupon for one free scoop at Gelateria Luna',
      logoText: 'Gelateria Luna',
      details: { redemptionHint: 'Show it at the counter', redemptionChannel: 'inStore' },
      colors: { background: '#0b5f5a', foreground: '#ffffff', label: '#a7e3dd' },
      fields: {
        primary: [{ key: 'offer', label: 'ON YOUR NEXT VISIT', value: '1 scoop free' }],
        secondary: [{ key: 'for', label: 'FOR', value: '{{ contact.firstName }}' }],
        auxiliary: [{ key: 'valid', label: 'VALID', value: 'Once, at the counter', align: 'right' }],
        back: [
          {
            key: 'terms',
            label: 'Terms',
            value: 'One coupon a visit. Gelateria Luna, Harbour Street 12, ciao@gelateria-luna.example',
          },
        ],
      },
      barcode: { format: 'qr', message: '{{ voucher.code }}', altText: '{{ voucher.code }}' },
    },
    variants: [
      {
        name: 'void',
        when: { voided: true },
        content: { fields: { auxiliary: { valid: { value: 'No longer valid' } } } },
      },
    ],
  },
}

const museum: DemoCampaign = {
  slug: 'museum',
  name: 'Museum of the Coast: season membership',
  artwork: ['icon', 'logo', 'thumbnail'],
  source: {
    kind: 'generic',
    tokens: [
      firstName,
      { name: 'contact.lastName', personal: true, default: '', sample: 'Lovelace' },
      { name: 'voucher.memberId', personal: true, default: 'MC-0000', sample: 'MC-0815' },
    ],
    newsLabel: 'From the museum',
    content: {
      issuerName: 'Museum of the Coast',
      title: 'Season membership',
      description: 'Season membership card of the Museum of the Coast',
      logoText: 'Museum of the Coast',
      details: { subtitle: 'Season membership', holderName: '{{ contact.firstName }} {{ contact.lastName }}' },
      colors: { background: '#1d2f5f', foreground: '#ffffff', label: '#f4d58d' },
      fields: {
        primary: [{ key: 'holder', label: 'MEMBER', value: '{{ contact.firstName }} {{ contact.lastName }}' }],
        secondary: [
          { key: 'number', label: 'NUMBER', value: '{{ voucher.memberId }}' },
          {
            key: 'until',
            label: 'VALID UNTIL',
            value: '2027-12-31T23:59:59+01:00',
            format: { date: 'medium', time: 'none' },
            align: 'right',
          },
        ],
        back: [
          {
            key: 'hours',
            label: 'Opening hours',
            value: 'Tuesday to Sunday 10–18, members from 9. Lighthouse Quay 1, members@museum-of-the-coast.example',
          },
        ],
      },
      validity: { until: '2027-12-31T23:59:59+01:00' },
      barcode: { format: 'aztec', message: '{{ voucher.memberId }}', altText: '{{ voucher.memberId }}' },
      relevance: {
        locations: [{ latitude: 54.321, longitude: 10.135, text: 'Your membership card for the Museum of the Coast' }],
      },
    },
    variants: [
      {
        name: 'thanks',
        when: { installed: true, after: 'PT10S' },
        message: 'Thank you for joining. Members enter an hour earlier.',
      },
      {
        name: 'winter',
        when: { from: '2026-12-24T10:00', until: '2027-01-06T18:00', zone: 'Europe/Berlin' },
        message: 'Winter lights: open until 22:00 for members.',
      },
    ],
  },
}

export const demoCampaigns: readonly DemoCampaign[] = [coffee, gelato, museum]
