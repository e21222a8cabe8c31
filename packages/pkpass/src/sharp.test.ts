import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { renderImages } from './sharp.ts'
import { compileTemplate } from './template.ts'
import { expectAcceptedByOthers } from './testing/accepted-by-others.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { coffeeCard, issuesOf, summarise } from './testing/fixtures.ts'
import { pngOf } from './testing/png.ts'

const plain = (width: number, height: number, background = '#336699') =>
  sharp({ create: { width, height, channels: 3, background } })
const sizesOf = async (files: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(files).map(async ([name, png]) => {
        const { width, height, format, space, depth } = await sharp(png).metadata()
        return [name, `${format} ${width}x${height} ${space} ${depth}`]
      }),
    ),
  )

describe('images for a pass', () => {
  it('are PNG in sRGB at each scale, from a PNG, a JPEG or a WebP', async () => {
    const { files, warnings } = await renderImages('storeCard', {
      icon: await plain(200, 200).png().toBuffer(),
      logo: await plain(600, 150).jpeg().toBuffer(),
      strip: await plain(1200, 1200).webp().toBuffer(),
    })
    expect(await sizesOf(files)).toEqual({
      'icon.png': 'png 38x38 srgb uchar',
      'icon@2x.png': 'png 76x76 srgb uchar',
      'icon@3x.png': 'png 114x114 srgb uchar',
      'logo.png': 'png 160x40 srgb uchar',
      'logo@2x.png': 'png 320x80 srgb uchar',
      'logo@3x.png': 'png 480x120 srgb uchar',
      'strip.png': 'png 375x144 srgb uchar',
      'strip@2x.png': 'png 750x288 srgb uchar',
      'strip@3x.png': 'png 1125x432 srgb uchar',
    })
    expect(summarise(warnings)).toEqual(['IMAGE_CROPPED strip'])
  })

  it('make a template without a warning', async () => {
    const { files } = await renderImages('storeCard', { icon: await plain(200, 200).jpeg().toBuffer() })
    const template = compileTemplate({ identity: developmentAuthority().identity(), pass: coffeeCard, files })
    expect(template.warnings).toEqual([])
    expectAcceptedByOthers((await template.issue({})).bytes())
  })

  it.each(['srgb', 'rgb16'])('show the colours of a wide space, given in %s, without metadata', async (space) => {
    const displayP3 = await plain(114, 114, '#00ff00').toColourspace(space).withIccProfile('p3').png().toBuffer()
    const { files } = await renderImages('generic', { icon: displayP3 })
    const [red, green, blue] = await sharp(files['icon.png']).removeAlpha().raw().toBuffer()
    expect(red).toBeLessThan(12)
    expect(green).toBeGreaterThan(250)
    expect(blue).toBeLessThan(12)
    const { icc, exif, depth } = await sharp(files['icon.png']).metadata()
    expect([icc, exif, depth]).toEqual([undefined, undefined, 'uchar'])
  })

  it('stand the right way up', async () => {
    const sideways = await plain(30, 60, '#ff0000').withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { files } = await renderImages('generic', { icon: undefined, logo: sideways })
    expect(await sizesOf(files)).toEqual({ 'logo.png': 'png 60x30 srgb uchar' })
  })

  it.each(['cmyk', 'b-w', 'rgb16', 'grey16'])('are in sRGB with 8 bits also from %s', async (space) => {
    const source = plain(200, 200, '#ff0000').toColourspace(space)
    const { files } = await renderImages('generic', {
      icon: space === 'cmyk' ? await source.jpeg().toBuffer() : await source.png().toBuffer(),
    })
    expect((await sizesOf(files))['icon@3x.png']).toBe('png 114x114 srgb uchar')
  })

  it('are the first picture of an animation', async () => {
    const pictures = await Promise.all(['#ff0000', '#0000ff'].map((colour) => plain(50, 50, colour).png().toBuffer()))
    const animation = await sharp(pictures, { join: { animated: true } })
      .webp()
      .toBuffer()
    expect((await sharp(animation).metadata()).pages).toBe(2)
    const { files, warnings } = await renderImages('generic', { icon: animation })
    expect(summarise(warnings)).toEqual(['IMAGE_ANIMATED icon', 'IMAGE_TOO_SMALL icon'])
    expect((await sizesOf(files))['icon.png']).toBe('png 38x38 srgb uchar')
    const [red, , blue] = await sharp(files['icon.png']).removeAlpha().raw().toBuffer()
    expect(red).toBeGreaterThan(blue!)
  })

  it('are the same bytes for the same image', async () => {
    const icon = await plain(200, 200).png().toBuffer()
    expect(await renderImages('coupon', { icon })).toEqual(await renderImages('coupon', { icon }))
  })

  it('are left out where the style does not show them', async () => {
    const { files, warnings } = await renderImages('storeCard', { footer: pngOf(286, 15) })
    expect(files).toEqual({})
    expect(summarise(warnings)).toEqual(['IMAGE_NOT_SHOWN footer'])
  })
})

describe('sources are refused', () => {
  const stated = (width: number, height: number) => {
    const png = pngOf(1, 1)
    png.writeUInt32BE(width, 16)
    png.writeUInt32BE(height, 20)
    return png
  }

  it('before anything is decoded, all at once', async () => {
    const issues = await issuesOf(() =>
      renderImages('eventTicket', {
        icon: stated(100_000, 100_000),
        logo: Buffer.from('GIF89a'),
        background: Buffer.concat([pngOf(9, 9), Buffer.alloc(10 * 1024 * 1024)]),
      }),
    )
    expect(summarise(issues)).toEqual(['IMAGE_TOO_LARGE icon', 'IMAGE_UNREADABLE logo', 'IMAGE_TOO_LARGE background'])
    expect(issues.map(({ message }) => message)).toEqual([
      'It has 100000 × 100000 pixels; at most 40 million are decoded.',
      'It is a GIF, by its first bytes.',
      expect.stringMatching(/^It has \d+ bytes; at most 10485760 are decoded\.$/),
    ])
  })

  it('when they cannot be decoded', async () => {
    const cut = (await plain(200, 200).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 500)
    const issues = await issuesOf(() => renderImages('generic', { icon: cut, logo: cut }))
    expect(summarise(issues)).toEqual(['IMAGE_UNREADABLE icon', 'IMAGE_UNREADABLE logo'])
    expect(issues[0]?.message).toMatch(/^It cannot be decoded: .*\.$/)
  })
})
