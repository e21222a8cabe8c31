import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pngOf } from '../testing/png.ts'
import { readImageHeader } from './header.ts'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: '#33669980' } })

describe('the header of an image', () => {
  it.each([
    ['PNG', 'png', () => plain(300, 20).png()],
    ['PNG with a palette', 'png', () => plain(300, 20).png({ palette: true })],
    ['JPEG', 'jpeg', () => plain(300, 20).jpeg()],
    ['JPEG in several scans', 'jpeg', () => plain(300, 20).jpeg({ progressive: true })],
    ['WebP', 'webp', () => plain(300, 20).removeAlpha().webp()],
    ['WebP with transparency', 'webp', () => plain(300, 20).webp()],
    ['WebP without loss', 'webp', () => plain(300, 20).webp({ lossless: true })],
  ] as const)('of a %s', async (_, format, image) => {
    expect(readImageHeader(await image().toBuffer())).toEqual({ format, widthPixels: 300, heightPixels: 20 })
  })

  it('of an animation says that it is one', async () => {
    const pictures = await Promise.all(
      ['#f00', '#00f'].map((background) => plain(9, 9).tint(background).png().toBuffer()),
    )
    const webp = await sharp(pictures, { join: { animated: true } })
      .webp()
      .toBuffer()
    expect(readImageHeader(webp)).toEqual({ format: 'webp', widthPixels: 9, heightPixels: 9, isAnimated: true })
    const png = pngOf(9, 9)
    const afterHeader = 8 + 12 + 13
    const control = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('acTL'), Buffer.alloc(8 + 4)])
    const apng = Buffer.concat([png.subarray(0, afterHeader), control, png.subarray(afterHeader)])
    expect(readImageHeader(apng)).toEqual({ format: 'png', widthPixels: 9, heightPixels: 9, isAnimated: true })
  })

  it('of very large ones', async () => {
    expect(readImageHeader(await plain(16_000, 2).webp({ lossless: true }).toBuffer())).toMatchObject({
      widthPixels: 16_000,
    })
    expect(readImageHeader(await plain(2, 16_000).webp().toBuffer())).toMatchObject({ heightPixels: 16_000 })
  })

  describe.each(['png', 'jpeg', 'webp'] as const)('of a %s with an orientation', (format) => {
    it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i, as sharp shows it', async (orientation) => {
      const image = await plain(30, 20).withMetadata({ orientation }).toFormat(format).toBuffer()
      const { autoOrient } = await sharp(image).metadata()
      expect(readImageHeader(image)).toEqual({
        format,
        widthPixels: autoOrient.width,
        heightPixels: autoOrient.height,
      })
    })
  })

  it('of one that is a part of a larger buffer', () => {
    const png = pngOf(7, 9)
    expect(readImageHeader(Buffer.concat([Buffer.alloc(5), png]).subarray(5))).toMatchObject({ widthPixels: 7 })
  })
})

describe('no image', () => {
  it.each([
    ['a GIF', Buffer.from('GIF89a....')],
    ['an SVG', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a HEIC or AVIF image', Buffer.from('\0\0\0\x18ftypheic')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['a TIFF', Buffer.from('II*\0')],
    ['a BMP', Buffer.from('BM....')],
    ['JSON', Buffer.from(' {"a": 1}')],
    ['an SVG', Buffer.from('\ufeff<!-- Generator: an editor -->\n<svg width="10" height="10"/>')],
    ['XML', Buffer.from(`<!-- ${'a long comment '.repeat(50)} --><svg width="10" height="10"/>`)],
    ['HTML', Buffer.from('<!DOCTYPE html><title>Not found</title>')],
    ['of a type that is not known', Buffer.from('hello')],
    ['empty', Buffer.alloc(0)],
    ['a PNG that is damaged', pngOf(3, 3).subarray(0, 20)],
    ['a PNG that is damaged', pngOf(3, 3).fill(0, 16, 20)],
    ['a JPEG that is damaged', Buffer.from('ffd8ffe00010', 'hex')],
    ['a JPEG that is damaged', Buffer.from('ffd8ffe0000000000000', 'hex')],
    ['a WebP image that is damaged', Buffer.from('RIFF....WEBPVP8 ')],
  ])('is called %s', (found, bytes) => {
    expect(readImageHeader(bytes)).toEqual({ format: undefined, found })
  })

  it('makes the reader throw, whatever byte is changed or wherever it is cut', async () => {
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const image = await plain(30, 20).withMetadata({ orientation: 6 }).toFormat(format).toBuffer()
      const head = Math.min(image.length, 700)
      for (let at = 0; at < head; at++) {
        readImageHeader(image.subarray(0, at))
        for (const value of [0, 0x7f, 0xff]) {
          const changed = Buffer.from(image)
          changed[at] = value
          expect(readImageHeader(changed)).toHaveProperty('format')
        }
      }
    }
  })
})
