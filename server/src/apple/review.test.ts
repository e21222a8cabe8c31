import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, openAppleWorld, picture } from '../../test/apple-world.ts'
import { createCustomer } from '../accounts/customers.ts'
import type { PassContent } from '../passes/content/content.ts'
import { reviewApple } from './review.ts'

let apple: AppleWorld
let asset: string
beforeAll(async () => {
  apple = await openAppleWorld()
  asset = await apple.asset(await icon())
})
afterAll(() => apple.close())

const fields = { header: [], primary: [], secondary: [], auxiliary: [], back: [] }
const content = (own: object = {}) =>
  ({
    kind: 'coupon',
    issuerName: 'Aurora',
    title: 'Coupon',
    description: 'Coupon',
    voided: false,
    fields,
    images: { icon: asset },
    ...own,
  }) as PassContent
const reviewAll = (own: object = {}, customerId = apple.world.customerId) =>
  reviewApple(apple.deps, { customerId, content: content(own) })
const review = async (own: object = {}, customerId = apple.world.customerId) =>
  (await reviewAll(own, customerId)).errors
const found = async (own: object) => (await review(own)).map(({ path, code }) => `${path} ${code}`)

describe('reviewApple', () => {
  it('finds nothing in content that Wallet takes', async () => {
    expect(await review()).toEqual([])
  })

  it('finds everything at once, each at its place in the content, with what to do', async () => {
    const all = await review({
      issuerName: '',
      images: { logo: 'a'.repeat(64), strip: 'b'.repeat(64) },
      fields: {
        ...fields,
        header: [{ key: 'a', value: 'x', changeMessage: 'no place' }],
        back: [
          { key: 'a', value: 'twice' },
          { key: 'when', value: 'tomorrow', format: { date: 'short', time: 'none' } },
        ],
      },
      barcode: { format: 'qr', message: '€', encoding: 'iso-8859-1' },
      apple: { serialNumber: '7', maxDistance: 'far', nfc: { message: 'm' } },
    })
    expect(all.map(({ path }) => path).sort()).toEqual(
      [
        '/content/images/icon',
        '/content/images/logo',
        '/content/images/strip',
        '/content/issuerName',
        '/content/fields/header/0/changeMessage',
        '/content/fields/back/0/key',
        '/content/fields/back/1/value',
        '/content/barcode/message',
        '/content/apple/serialNumber',
        '/content/apple/maxDistance',
        '/content/apple/nfc/encryptionPublicKey',
      ].sort(),
    )
    for (const { code, message, fix } of all) {
      expect(code).toMatch(/^[a-z_]+$/)
      expect(message).not.toBe('')
      expect(fix).not.toBe('')
    }
  })

  it('wants an icon, without which no pass is installed', async () => {
    expect(await found({ images: {} })).toEqual(['/content/images/icon missing'])
    expect(await found({ images: undefined })).toEqual(['/content/images/icon missing'])
  })

  it('knows only the customer’s own assets', async () => {
    const { core, clock, database } = apple.world
    const other = await database.db
      .transaction()
      .execute((trx) => createCustomer(trx, core.keys, { name: 'Other' }, clock.now()))
    expect((await review({}, other.id)).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/content/images/icon unknown_asset',
    ])
  })

  it('refuses a ticket with both a strip and a background, of which Wallet shows one', async () => {
    const images = { icon: asset, strip: asset, background: asset }
    expect(await found({ kind: 'eventTicket', images })).toEqual(['/content/images/strip style_images_conflict'])
    expect(await found({ kind: 'coupon', images })).toEqual([])
  })

  it('does not say again what follows from something known, but for keys of the raw part that say which pass it is', async () => {
    const known = ['/images/icon', '/fields/back/0', '/apple/nfc', '/apple/serialNumber'].map((path) => ({
      path,
      code: 'malformed',
      message: 'is malformed',
      fix: 'Mend it.',
    }))
    const own = content({
      images: {},
      fields: { ...fields, back: [{ key: 'a', value: 'x', changeMessage: 'no place' }] },
      apple: { nfc: { message: 'm' }, serialNumber: '7', maxDistance: 'far' },
    })
    const { errors } = await reviewApple(apple.deps, { customerId: apple.world.customerId, content: own, known })
    expect(errors.map(({ path }) => path)).toEqual(['/content/apple/serialNumber', '/content/apple/maxDistance'])
  })

  it.each([
    'formatVersion',
    'passTypeIdentifier',
    'teamIdentifier',
    'serialNumber',
    'webServiceURL',
    'authenticationToken',
  ])('refuses %s in the raw part, instead of passing over it', async (key) => {
    expect(await found({ apple: { [key]: 'x' } })).toEqual([`/content/apple/${key} identity_key`])
  })

  it('warns of what Wallet passes over or draws otherwise, at its place in the content, and refuses none of it', async () => {
    const { errors, warnings } = await reviewAll({
      kind: 'eventTicket',
      fields: { ...fields, primary: ['a', 'b'].map((key) => ({ key, value: 'x' })) },
      apple: { preferredStyleSchemes: ['posterEventTicket', 'eventTicket'], bagPolicyUrl: 'https://a.example' },
    })
    expect(errors).toEqual([])
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: '/content/fields/primary', code: 'fields_not_visible' }),
        expect.objectContaining({
          path: '/content/apple/bagPolicyUrl',
          code: 'key_unknown',
          fix: 'Did you mean bagPolicyURL?',
        }),
        expect.objectContaining({ path: '/content/images/artwork', doubt: expect.stringContaining('pass-builder') }),
        expect.objectContaining({ path: '/content/fields/back', code: 'contact_missing' }),
      ]),
    )
    expect(warnings.filter(({ code }) => code === 'scheme_requirement_missing').length).toBeGreaterThan(3)
  })

  it('knows the images of a poster that the author puts beside the style', async () => {
    const posterGeneric = { headerFields: [{ key: 'a', value: 'x' }], secondaryFields: [] }
    const paths = async (images: object) =>
      (await reviewAll({ apple: { posterGeneric }, images: { icon: asset, ...images } })).warnings.map(
        ({ path }) => path,
      )
    expect(await paths({})).toContain('/content/images/artwork')
    const artwork = await apple.asset(await picture(1074, 1344))
    expect(await paths({ artwork, primaryLogo: asset })).not.toContain('/content/images/artwork')
    expect(await paths({})).toContain('/content/apple/posterGeneric/secondaryFields')
  })

  it('warns of what is cut off of an image, what it is too small for, and an image that no style shows', async () => {
    const [wide, tiny] = await Promise.all([
      picture(1600, 432).then((bytes) => apple.asset(bytes)),
      picture(40, 40).then((bytes) => apple.asset(bytes)),
    ])
    const about = async (kind: string, images: object) =>
      (await reviewAll({ kind, images })).warnings
        .filter(({ code }) => code.startsWith('image_'))
        .map(({ path, code, message }) => `${path} ${code}: ${message}`)
    expect(await about('coupon', { icon: tiny, strip: wide, background: wide })).toEqual([
      expect.stringMatching('^/content/images/icon image_too_small: 40 × 40 pixels are not enough for @2x, @3x'),
      expect.stringMatching('^/content/images/strip image_cropped: Of 1600 × 432 pixels, [0-9]+ columns'),
      '/content/images/background image_not_shown: Apple Wallet shows no background on a coupon.',
    ])
    expect(await about('coupon', { icon: asset, strip: 'b'.repeat(64) })).toEqual([])
  })
})
