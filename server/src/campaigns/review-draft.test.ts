import { describe, expect, test } from 'vitest'
import { nfcKey } from '../../../packages/pkpass/src/testing/fixtures.ts'
import { useTestStudio } from './testing.ts'

const studio = useTestStudio()

type Found = { path: string; code: string; message: string; fix: string }[]

/** What the answer says of a draft with these parts of its content and this variant. */
async function judged(content: object, variant?: object) {
  const { content: fit, tokens } = studio.fitSource(content)
  const variants = variant ? [{ when: { installed: true }, content: variant }] : []
  const id = await studio.create({ kind: 'generic' })
  const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, {
    tokens,
    content: { ...fit, details: undefined, ...content },
    variants,
  })
  expect(answer.statusCode).toBe(200)
  return answer.json<{ issues: Found; warnings: Found }>()
}
const lines = (found: Found) => found.map(({ path, code }) => `${path} ${code}`).sort()

/** In each table of Apple's a value of the wrong kind, with what is said of it. */
const wrong: readonly (readonly [path: string, value: unknown, code?: string])[] = [
  ['sharingProhibited', 'yes'],
  ['expirationDate', '24.12.2026', 'date_invalid'],
  ['footerBackgroundColor', 'red', 'color_invalid'],
  ['associatedStoreIdentifiers/0', '284882215'],
  ['generic/backFields/0/isRelative', 'yes'],
  ['posterGeneric/headerFields/0/semantics/duration', '5400'],
  ['barcodes/0/format', 'qr', 'value_unknown'],
  ['nfc/requiresAuthentication', 1],
  ['locations/0/latitude', '54.3'],
  ['beacons/0/proximityUUID', '7', 'uuid_invalid'],
  ['relevantDates/0/date', 'tomorrow', 'date_invalid'],
  ['featuredActions/0/url', 'top up', 'url_invalid'],
  ['semantics/flightNumber', '815'],
  ['semantics/totalPrice/amount', 45],
  ['semantics/eventStartDateInfo/unannounced', 'TBA'],
  ['semantics/venueLocation/longitude', 190, 'number_out_of_range'],
  ['semantics/passengerName/givenName', 7],
  ['semantics/seats/0/seatSectionColor', 'red', 'color_invalid'],
  ['semantics/wifiAccess/0/ssid', false],
  ['upcomingPassInformation/0/isActive', 'yes'],
  ['upcomingPassInformation/0/dateInformation/isAllDay', 0],
  ['upcomingPassInformation/0/images/headerImage/reuseExisting', 'no'],
  ['upcomingPassInformation/0/images/venueMap/URLs/0/SHA256', 'x', 'hash_invalid'],
  ['upcomingPassInformation/0/URLs/sellURL', 7],
]
const objects = [
  '',
  ...new Set(
    wrong
      .map(([path]) => path.split('/').slice(0, -1).join('/'))
      .filter((path) => path && !path.endsWith('Identifiers')),
  ),
]

/** JSON with values at paths of keys and indices. */
function withValues(values: readonly (readonly [path: string, value: unknown, code?: string])[]): object {
  const root = {}
  for (const [path, value] of values) {
    const segments = path.split('/')
    const last = segments.pop() as string
    const parent = segments.reduce((inner, segment, depth) => {
      const known = Reflect.get(inner, segment)
      if (known === undefined) Reflect.set(inner, segment, /^\d+$/.test(segments[depth + 1] ?? last) ? [] : {})
      return Reflect.get(inner, segment) as object
    }, root)
    Reflect.set(parent, last, value)
  }
  return root
}

describe('the part for Apple is judged by the tables of its keys, at its author’s places', () => {
  const apple = withValues(wrong)
  const expected = (root: string) => wrong.map(([path, , code = 'type_wrong']) => `${root}/apple/${path} ${code}`)

  test('each value of the wrong kind in the content, at once', async () => {
    const { issues } = await judged({ apple })
    expect(lines(issues)).toEqual(expect.arrayContaining(expected('/content')))
    for (const { message, fix } of issues) expect([message, fix]).not.toContain('')
    for (const { path } of issues) expect(path).toMatch(/^\/content\/apple\//)
  })

  test('and in a variant', async () => {
    const { issues } = await judged({}, { apple })
    expect(lines(issues)).toEqual(expect.arrayContaining(expected('/variants/0/content')))
    for (const { path } of issues) expect(path).toMatch(/^\/variants\/0\/content\/apple\//)
  })

  const unknown = withValues(objects.map((path) => [path === '' ? 'keyOfTomorrow' : `${path}/keyOfTomorrow`, 1]))
  const warned = (root: string) =>
    objects.map((path) => `${root}/apple/${path === '' ? '' : `${path}/`}keyOfTomorrow key_unknown`)

  test('each key that no table knows is warned of, in the content and in a variant', async () => {
    expect(objects.length).toBeGreaterThan(18)
    const inContent = await judged({ apple: unknown })
    expect(lines(inContent.warnings)).toEqual(expect.arrayContaining(warned('/content')))
    const inVariant = await judged({}, { apple: unknown })
    expect(lines(inVariant.warnings)).toEqual(expect.arrayContaining(warned('/variants/0/content')))
  })

  test('NFC with a certificate that is not for it, where it is asked for first', async () => {
    const nfc = { message: 'M', encryptionPublicKey: nfcKey }
    const warned = async (...of: Parameters<typeof judged>) =>
      lines((await judged(...of)).warnings).filter((line) => line.includes('nfc'))
    expect(await warned({ apple: { nfc } })).toEqual(['/content/apple/nfc nfc_not_certified'])
    expect(await warned({}, { apple: { nfc } })).toEqual(['/variants/0/content/apple/nfc nfc_not_certified'])
    expect(await warned({})).toEqual([])
    const { warnings } = await judged({ apple: { nfc } })
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'nfc_not_certified', doubt: expect.stringContaining('Apple documents nowhere') }),
    )
  })

  test('a template’s result as well, told once', async () => {
    const variant = {
      apple: { maxDistance: '{{ contact.firstName }}', semantics: { silenceRequested: '{{ contact.tier }}' } },
    }
    const { issues } = await judged({ apple: { semantics: { flightNumber: '{{ contact.firstName }}' } } }, variant)
    expect(lines(issues)).toEqual([
      '/content/apple/semantics/flightNumber result_type',
      '/variants/0/content/apple/maxDistance result_type',
      '/variants/0/content/apple/semantics/silenceRequested result_type',
    ])
  })
})
