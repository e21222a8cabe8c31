import Type from 'typebox'
import { closed, color, instant, matching, requiredText, text, url } from './places.ts'

/** The parts of content that every kind has, besides its fields. */

/** The language of the texts: what is written out for a phone that gets no numbers and dates, is written in it. */
export const language = matching(
  '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$',
  'A language of BCP 47, such as de or en-GB',
)

export const validity = closed({
  from: Type.Optional(instant('When the pass becomes valid')),
  until: Type.Optional(instant('When the pass expires; at this instant it is expired')),
})

export const colors = closed({
  background: Type.Optional(color('The background')),
  foreground: Type.Optional(color('The values')),
  label: Type.Optional(color('The labels')),
})

const asset = (description: string) =>
  Type.Optional(matching('^[0-9a-f]{64}$', `${description}: the id of an asset, 64 lower-case hexadecimal digits`))

export const images = closed({
  icon: asset('The icon in notifications and mail'),
  logo: asset('The logo at the top'),
  strip: asset('The wide image behind the primary fields'),
  thumbnail: asset('The small image beside the fields'),
  background: asset('The image behind the whole face'),
  footer: asset('The image near the barcode'),
  artwork: asset('The large image of a poster'),
  primaryLogo: asset('The logo at the top of a poster, or of a boarding pass drawn from its semantic tags'),
  secondaryLogo: asset('The small logo at the bottom of a poster event ticket'),
  venueMap: asset('The map in the guide of a poster event ticket'),
  personalizationLogo: asset('The logo of the form by which somebody enrols'),
})

/**
 * A code that is another in every period, so that a picture of it is worth nothing: a time-based one-time password
 * (RFC 6238, SHA-1) under a key of the pass. A wallet that cannot turn it shows the barcode's message.
 */
const rotating = closed({
  periodSeconds: Type.Integer({ minimum: 1, maximum: 3_600, description: 'How long a code lasts, 1 to 3,600 seconds' }),
  digits: Type.Integer({ minimum: 6, maximum: 8, description: 'The length of the code, 6 to 8 digits' }),
  pattern: requiredText('What a scanner reads, with {code} where the code stands'),
})

export const barcode = closed({
  format: Type.Enum(['qr', 'pdf417', 'aztec', 'code128', 'code39', 'codabar', 'ean13', 'itf']),
  message: requiredText('What a scanner reads'),
  altText: Type.Optional(text('The text below the code')),
  encoding: Type.Optional(Type.Enum(['utf-8', 'iso-8859-1'])),
  rotating: Type.Optional(rotating),
})

const relevantDate = Type.Union(
  [closed({ at: instant('The moment') }), closed({ from: instant('The beginning'), until: instant('The end') })],
  { description: 'Either { "at" } or { "from", "until" }' },
)

const location = closed({
  latitude: Type.Number({ minimum: -90, maximum: 90, description: 'Degrees, -90 to 90' }),
  longitude: Type.Number({ minimum: -180, maximum: 180, description: 'Degrees, -180 to 180' }),
  text: Type.Optional(text('What the lock screen says nearby')),
})

/** When and where the pass comes forward by itself. */
export const relevance = closed({
  dates: Type.Optional(Type.Array(relevantDate)),
  locations: Type.Optional(Type.Array(location, { maxItems: 10, description: 'At most 10 places' })),
  maxDistanceMeters: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'How near is nearby, in metres, above 0' }),
  ),
})

export const links = Type.Array(closed({ label: requiredText('What the link says'), url: url('Where it leads') }))
