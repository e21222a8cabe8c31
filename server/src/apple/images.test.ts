import type { ImageStyle } from '@billfold/pkpass'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, openAppleWorld } from '../../test/apple-world.ts'
import { openImageWorker } from '../assets/image-worker.ts'
import { type Images, openImages } from './images.ts'

let apple: AppleWorld
let images: Images
const imageWorker = openImageWorker()
beforeAll(async () => {
  apple = await openAppleWorld()
  images = openImages({ database: apple.world.database, imageWorker })
})
afterAll(async () => {
  await imageWorker.close()
  await apple.close()
})

const asset = async (width: number, height: number, background = '#336699') =>
  apple.asset(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  )
const sizes = async (styles: ImageStyle | readonly ImageStyle[], named: Record<string, string>) => {
  const files = await images.filesOf([styles].flat() as ImageStyle[], named)
  const found: Record<string, string> = {}
  for (const [name, png] of Object.entries(files)) {
    const { width, height, format } = await sharp(png).metadata()
    expect(format).toBe('png')
    found[name] = `${width}x${height}`
  }
  return found
}

describe('image files of a pass', () => {
  it('come at one, two and three times the points that the face has for them', async () => {
    expect(await sizes('generic', { icon: await asset(300, 300) })).toEqual({
      'icon.png': '38x38',
      'icon@2x.png': '76x76',
      'icon@3x.png': '114x114',
    })
  })

  it('fill a strip and crop what stands over, and fit a logo in whole', async () => {
    const square = await asset(1200, 1200)
    expect(await sizes('storeCard', { strip: square, logo: square })).toEqual({
      'strip.png': '375x144',
      'strip@2x.png': '750x288',
      'strip@3x.png': '1125x432',
      'logo.png': '50x50',
      'logo@2x.png': '100x100',
      'logo@3x.png': '150x150',
    })
    const wide = await asset(1600, 200)
    expect(await sizes('generic', { logo: wide })).toMatchObject({ 'logo.png': '160x20', 'logo@3x.png': '480x60' })
  })

  it('of posters and semantic passes are made for those who draw them', async () => {
    const [tall, wide] = [await asset(358, 448), await asset(378, 90)]
    expect(
      await sizes('eventTicket', { artwork: tall, primaryLogo: wide, secondaryLogo: wide, venueMap: tall }),
    ).toEqual({
      'artwork.png': '358x448',
      'primaryLogo.png': '126x30',
      'primaryLogo@2x.png': '252x60',
      'primaryLogo@3x.png': '378x90',
      'secondaryLogo.png': '50x12',
      'secondaryLogo@2x.png': '101x24',
      'secondaryLogo@3x.png': '151x36',
      'venueMap.png': '300x375',
    })
    expect(await sizes('boardingPass', { artwork: tall, primaryLogo: wide })).toHaveProperty(['primaryLogo@3x.png'])
    expect(await sizes('storeCard', { artwork: tall, primaryLogo: wide })).toEqual({})
    expect(await sizes(['storeCard', 'posterGeneric'], { artwork: tall, strip: wide })).toMatchObject({
      'artwork.png': '358x448',
      'strip.png': expect.any(String),
    })
  })

  it('leave out a scale for which the image is too small instead of blowing it up', async () => {
    expect(await sizes('coupon', { icon: await asset(100, 100), strip: await asset(800, 500) })).toEqual({
      'icon.png': '38x38',
      'icon@2x.png': '76x76',
      'strip.png': '375x144',
      'strip@2x.png': '750x288',
    })
  })

  it('keep the pixels of an image that is too small for any scale, in the shape of its place', async () => {
    expect(
      await sizes('coupon', { icon: await asset(20, 30), strip: await asset(150, 144), logo: await asset(16, 5) }),
    ).toEqual({
      'icon.png': '20x20',
      'strip.png': '150x58',
      'logo.png': '16x5',
    })
  })

  it('keep the middle when they are cropped', async () => {
    const edge = await sharp({ create: { width: 200, height: 300, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    const wide = sharp({ create: { width: 900, height: 300, channels: 3, background: '#0000ff' } })
    const id = await apple.asset(
      await wide
        .composite([{ input: edge, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    )
    const { 'icon.png': icon } = await images.filesOf(['generic'], { icon: id })
    const [red, , blue] = await sharp(icon).removeAlpha().raw().toBuffer()
    expect([red, blue]).toEqual([0, 255])
  })

  it.each([
    ['boardingPass', ['footer.png', 'icon.png', 'logo.png']],
    ['coupon', ['icon.png', 'logo.png', 'strip.png']],
    ['eventTicket', ['background.png', 'icon.png', 'logo.png', 'strip.png', 'thumbnail.png']],
    ['generic', ['icon.png', 'logo.png', 'thumbnail.png']],
    ['storeCard', ['icon.png', 'logo.png', 'strip.png']],
  ] as const)('are for a %s those that it shows', async (style, expected) => {
    const id = await asset(40, 40)
    const all = { icon: id, logo: id, strip: id, thumbnail: id, background: id, footer: id }
    const names = Object.keys(await sizes(style, all)).filter((name) => !name.includes('@'))
    expect(names.sort()).toEqual(expected)
  })

  it('are rendered once for all passes that share them', async () => {
    const id = await asset(77, 77)
    const [one, two] = [
      await images.filesOf(['generic'], { icon: id }),
      await images.filesOf(['generic'], { icon: id }),
    ]
    expect(two['icon.png']).toBe(one['icon.png'])
  })

  it('are missed by name when the asset is not there', async () => {
    await expect(images.filesOf(['generic'], { icon: '0'.repeat(64) })).rejects.toThrow(
      `The asset ${'0'.repeat(64)}, the icon`,
    )
  })
})
