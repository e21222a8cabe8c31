/** An event ticket as many are sent: one template of 12 files with 160 KB, of which every guest gets their own. */
import { createCipheriv, createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Barcode, PassField, PassJson } from '../packages/pkpass/dist/index.js'

export const passTypeIdentifier = 'pass.dev.billfold.bench'
export const teamIdentifier = 'BILLFOLD01'

/** PEM texts, as a company gets them; the key is not encrypted. */
export interface Credentials {
  readonly certificate: string
  readonly privateKey: string
  readonly intermediate: string
  readonly root: string
}

/** What each contender is made of: an opened template that builds the n-th pass as the pieces of its file. */
export type PassMaker = (n: number) => Promise<readonly Uint8Array[]>

const images = [
  ['icon.png', 29, 29, 2],
  ['icon@2x.png', 58, 58, 5],
  ['icon@3x.png', 87, 87, 9],
  ['logo.png', 160, 50, 6],
  ['logo@2x.png', 320, 100, 14],
  ['logo@3x.png', 480, 150, 24],
  ['strip.png', 375, 98, 16],
  ['strip@2x.png', 750, 196, 32],
  ['strip@3x.png', 1125, 294, 48],
] as const

export const translations = {
  de: {
    EVENT: 'VERANSTALTUNG',
    DOORS: 'EINLASS',
    HOLDER: 'GAST',
    ROW: 'REIHE',
    SEAT: 'PLATZ',
    TERMS: 'Bedingungen',
    TRAVEL: 'Anreise',
  },
  fr: {
    EVENT: 'ÉVÉNEMENT',
    DOORS: 'PORTES',
    HOLDER: 'NOM',
    ROW: 'RANG',
    SEAT: 'PLACE',
    TERMS: 'Conditions',
    TRAVEL: 'Accès',
  },
} as const

/** Files of a template, without pass.json. */
export function templateFiles(): Record<string, Buffer> {
  return {
    ...Object.fromEntries(
      images.map(([name, width, height, kilobytes]) => [name, noisePng(name, width, height, kilobytes * 1000)]),
    ),
    ...Object.fromEntries(
      Object.entries(translations).map(([language, texts]) => [`${language}.lproj/pass.strings`, strings(texts)]),
    ),
  }
}

/** What all passes have in common. */
export const common: PassJson = {
  formatVersion: 1,
  passTypeIdentifier,
  teamIdentifier,
  organizationName: 'Harbour Hall',
  description: 'Ticket for the Winter Concert in the Harbour Hall',
  logoText: 'Harbour Hall',
  backgroundColor: 'rgb(24, 32, 58)',
  foregroundColor: 'rgb(255, 255, 255)',
  labelColor: 'rgb(190, 200, 230)',
  webServiceURL: 'https://passes.harbour-hall.example',
  relevantDate: '2027-01-16T19:30:00+01:00',
  locations: [
    { latitude: 54.3213, longitude: 10.1349, relevantText: 'The doors of the Harbour Hall open at 18:30.' },
    { latitude: 54.3152, longitude: 10.1318, relevantText: 'Ten minutes on foot from the station.' },
  ],
}

const backFields: readonly PassField[] = [
  {
    key: 'terms',
    label: 'TERMS',
    value:
      'This ticket admits one person to the Winter Concert on 16 January 2027. It is valid once and only with an ' +
      'unaltered code. Latecomers are seated in the first interval. Photography, filming and sound recording are not ' +
      'allowed during the performance. Returns are accepted at the box office until seven days before the concert.',
  },
  {
    key: 'travel',
    label: 'TRAVEL',
    value:
      'Bus lines 11 and 34 stop at Harbour Hall, ferries at the pier opposite. The car park below the hall is open ' +
      'until one hour after the concert; your ticket pays for the bus and the ferry on the day of the concert.',
  },
  { key: 'contact', label: 'Harbour Hall', value: 'Quay 9 · box-office@harbour-hall.example · +49 431 555 0100' },
]

/** What is the n-th pass's own: serial number, token, barcode, holder, row and seat. */
export function own(n: number): PassJson {
  const code = createHash('sha256').update(`ticket ${n}`).digest('hex')
  const barcode: Barcode = {
    format: 'PKBarcodeFormatQR',
    message: code,
    messageEncoding: 'iso-8859-1',
    altText: code.slice(-8),
  }
  return {
    serialNumber: `ticket-${n}`,
    authenticationToken: code.slice(0, 43),
    barcodes: [barcode],
    barcode,
    eventTicket: {
      headerFields: [{ key: 'doors', label: 'DOORS', value: '18:30', textAlignment: 'PKTextAlignmentRight' }],
      primaryFields: [{ key: 'event', label: 'EVENT', value: 'Winter Concert' }],
      secondaryFields: [
        { key: 'holder', label: 'HOLDER', value: `Guest ${n}`, changeMessage: 'The ticket is in the name of %@ now.' },
      ],
      auxiliaryFields: [
        { key: 'row', label: 'ROW', value: `${1 + (Math.floor(n / 40) % 60)}`, changeMessage: 'Your row is %@ now.' },
        { key: 'seat', label: 'SEAT', value: `${1 + (n % 40)}`, changeMessage: 'Your seat is %@ now.' },
      ],
      backFields,
    },
  }
}

/** A PNG with a valid header and end; what stands between is noise, always the same, so it does not compress. */
function noisePng(seed: string, width: number, height: number, sizeBytes: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6], 8) // eight bits a channel, with transparency
  const key = createHash('sha256').update(seed).digest().subarray(0, 16)
  const noise = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(sizeBytes - 57))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', noise), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

const strings = (texts: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    Object.entries(texts)
      .map(([key, text]) => `"${key}" = "${text}";\n`)
      .join(''),
  )
