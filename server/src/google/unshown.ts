import type { PassContent } from '../passes/content/content.ts'
import { slots } from '../passes/content/fields.ts'
import { leavesOf } from '../passes/content/personal-places.ts'
import { isItf14 } from './barcode.ts'
import type { GoogleLoss } from './loss.ts'
import type { Plan } from './plan.ts'

/** A loss whose place is in segments into content. */
export type ContentLoss = Omit<GoogleLoss, 'path'> & { readonly path: readonly string[] }

/** What Google cannot show of content, for what stands there (Google Wallet API, each vertical's class and object). */
export function unshownIn(content: PassContent, plan: Plan): ContentLoss[] {
  return [...unshownLeaves(content), ...dates(content, plan), ...unshownParts(content, plan)]
}

interface UnshownLeaf extends Omit<GoogleLoss, 'path'> {
  /** The path of a leaf, its segments joined by slashes. */
  readonly place: RegExp
  /** The value that is meant, where not all are. */
  readonly value?: unknown
}

const ofField = (part: string) => new RegExp(`^fields/\\w+/\\d+/${part}$`)

const leaves: readonly UnshownLeaf[] = [
  {
    place: /^colors\/(foreground|label)$/,
    code: 'text_color',
    message: 'Google chooses the colour of texts itself, by the background.',
  },
  { place: /^images\/footer$/, code: 'image', message: 'Google shows no image beside the barcode.' },
  {
    place: /^images\/(artwork|primaryLogo|secondaryLogo)$/,
    code: 'image',
    message: 'Google has no posters: it shows the logo and the strip.',
  },
  {
    place: /^images\/(venueMap|personalizationLogo)$/,
    code: 'image',
    message: 'Google has no place for this image.',
  },
  { place: ofField('(align|row)'), code: 'alignment', message: 'Google lines up fields by their place in the row.' },
  {
    place: ofField('format/relative'),
    code: 'relative_date',
    message: 'Google counts no time down: the date itself is shown.',
    value: true,
  },
  {
    place: ofField('format/number'),
    code: 'number_in_words',
    message: 'Numbers are not written out in words for Google: digits are shown.',
    value: 'spellOut',
  },
  {
    place: ofField(String.raw`detect/\d+`),
    code: 'detection',
    message: 'Google decides by itself what becomes a link in a text.',
    fix: 'Put what must be a link into "links".',
  },
  {
    place: /^relevance\/dates\/\d+\/(at|from)$/,
    code: 'relevant_date',
    message: 'Google brings no pass forward at a date; of events and flights it reminds by itself, three hours before.',
  },
  {
    place: /^relevance\/locations\/\d+\/text$/,
    code: 'location',
    message: 'Google shows a text of its own near a place.',
  },
  { place: /^relevance\/maxDistanceMeters$/, code: 'location', message: 'Google itself decides how near is nearby.' },
  {
    place: /^barcode\/encoding$/,
    code: 'barcode_encoding',
    message: 'Google chooses the encoding of the code itself, unless it is UTF-8.',
    value: 'iso-8859-1',
  },
]

function unshownLeaves(content: PassContent): ContentLoss[] {
  return leavesOf(content, []).flatMap(({ at: path, leaf }) => {
    const written = path.join('/')
    return leaves
      .filter(({ place, value = leaf }) => place.test(written) && value === leaf)
      .map(({ code, message, fix }) => ({ code, path, message, ...(fix && { fix }) }))
  })
}

/** Dates that Google is told as text: those that it has a place for are written by the phone. */
function dates({ fields }: PassContent, { told }: Plan): ContentLoss[] {
  return slots.flatMap((slot) =>
    fields[slot].flatMap(({ key, format }, index): ContentLoss[] => {
      if (format === undefined || !('date' in format) || format.ignoresTimeZone || told.has(key)) return []
      const message =
        'Google gets the date as a text, in the offset that it has; the phone does not turn it into its own.'
      const fix =
        'Give the date the offset of the place that it is for, and set "ignoresTimeZone" so that both wallets agree.'
      return [{ code: 'date_as_text', path: ['fields', slot, String(index), 'format'], message, fix }]
    }),
  )
}

function unshownParts(content: PassContent, { vertical }: Plan): ContentLoss[] {
  const losses: ContentLoss[] = Object.keys(content.apple ?? {}).map((key) => ({
    code: 'apple_only',
    path: ['apple', key],
    message: 'Only Apple Wallet is told this.',
    fix: 'Google has keys of its own: give them in google.class and google.object.',
  }))
  if (content.enrolment !== undefined) {
    const message = 'Google has no form by which people enrol: nobody is asked there.'
    const fix = 'Ask for it on a page of yours, and put that into "links".'
    losses.push({ code: 'apple_only', path: ['enrolment', 'description'], message, fix })
  }
  const { logoText, issuerName } = content
  if (logoText && logoText !== issuerName && vertical !== 'generic') {
    const message = 'Google shows the issuer’s name beside the logo instead.'
    losses.push({ code: 'logo_text', path: ['logoText'], message })
  }
  const { barcode } = content
  if (barcode?.format === 'itf' && !isItf14(barcode.message)) {
    losses.push({
      code: 'barcode_format',
      path: ['barcode', 'format'],
      message: 'Google draws an ITF of 14 digits with a check digit only: it shows a Code 128 of the same digits.',
      fix: 'Fill up the number to a GTIN-14, if its readers take that.',
    })
  }
  const { strip, background } = content.images ?? {}
  if (strip !== undefined && background !== undefined) {
    const message = 'Google shows one wide image, which is the strip.'
    losses.push({ code: 'image', path: ['images', 'background'], message })
  }
  if (content.kind === 'eventTicket' && content.details?.venue && !content.details.venue.address) {
    losses.push({
      code: 'venue_address',
      path: ['details', 'venue'],
      message: 'Google knows no venue without an address: it is left out.',
      fix: 'Add details.venue.address.',
    })
  }
  if (content.kind === 'giftCard' && !content.details?.cardNumber) {
    losses.push({
      code: 'card_number',
      path: ['details', 'cardNumber'],
      message: 'Google knows no gift card without a number: the text of the barcode stands in for it.',
      fix: 'Add details.cardNumber.',
    })
  }
  if (content.kind === 'boardingPass' && vertical === 'flight') {
    const further = content.details?.legs.slice(1) ?? []
    const message = 'To Google one class is one flight: only the first leg is shown as one.'
    const fix = 'Make one campaign per leg, or write the further legs into fields.'
    losses.push(
      ...further.map((_, index): ContentLoss => {
        return { code: 'further_legs', path: ['details', 'legs', String(index + 1)], message, fix }
      }),
    )
  }
  return losses
}
