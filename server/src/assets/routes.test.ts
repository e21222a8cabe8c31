import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, openAppleWorld } from '../../test/apple-world.ts'
import { imageTasks } from './image-tasks.ts'

let apple: AppleWorld
let key: string
beforeAll(async () => {
  apple = await openAppleWorld()
  key = await apple.apiKey(['assets:write'])
})
afterAll(() => apple.close())

const put = (payload: Buffer | string | undefined, headers: Record<string, string> = {}) =>
  apple.app.inject({
    method: 'PUT',
    url: '/api/assets',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png', ...headers },
    ...(payload !== undefined && { payload }),
  })
const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  apple.app.inject({ method, url, headers })
const plain = (width: number, height: number, background = '#c04020') =>
  sharp({ create: { width, height, channels: 3, background } })
/** The colour of one pixel of a PNG, as [red, green, blue]. */
const pixel = async (png: Buffer, left: number, top: number) =>
  [...(await sharp(png).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer())] as const

describe('PUT /api/assets', () => {
  it('keeps an image under the hash of its PNG: 201 first, 200 for the same once more', async () => {
    const upload = await plain(90, 60).png().toBuffer()
    const first = await put(upload)
    expect(first.statusCode).toBe(201)
    const answer = first.json()
    expect(answer).toMatchObject({ width: 90, height: 60, url: `https://passes.example/assets/${answer.id}.png` })
    const stored = await get(`/assets/${answer.id}.png`)
    expect(createHash('sha256').update(stored.rawPayload).digest('hex')).toBe(answer.id)
    expect(stored.rawPayload.length).toBe(answer.sizeBytes)

    const second = await put(upload)
    expect(second.statusCode).toBe(200)
    expect(second.json()).toEqual(answer)
  })

  it('says that of an animation only the first picture is kept', async () => {
    const pictures = await Promise.all(['#ff0000', '#0000ff'].map((color) => plain(20, 20, color).png().toBuffer()))
    const answer = await put(
      await sharp(pictures, { join: { animated: true } })
        .webp()
        .toBuffer(),
    )
    expect(answer.json()).toMatchObject({ width: 20, height: 20, warnings: [{ code: 'image_animated' }] })
    const [red, , blue] = await pixel((await get(`/assets/${answer.json().id}.png`)).rawPayload, 9, 9)
    expect(red).toBeGreaterThan(blue ?? 255)
    expect((await put(await plain(20, 21).png().toBuffer())).json().warnings).toEqual([])
  })

  it.each(['png', 'jpeg', 'webp'] as const)('takes %s by its content, whatever Content-Type says', async (format) => {
    const upload = await plain(40, 30, format === 'png' ? '#101010' : '#204060')
      .toFormat(format)
      .toBuffer()
    for (const type of ['image/gif', 'application/octet-stream', 'application/x-www-form-urlencoded']) {
      const answer = await put(upload, { 'content-type': type })
      expect(answer.json()).toMatchObject({ width: 40, height: 30 })
    }
  })

  it('turns the image the right way up by its EXIF orientation and drops all metadata', async () => {
    const left = await plain(30, 60, '#ff0000').png().toBuffer()
    const sideways = await plain(60, 60, '#0000ff')
      .composite([{ input: left, left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'somebody' } })
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const { id } = (await put(sideways)).json()
    const { rawPayload: png } = await get(`/assets/${id}.png`)
    const [top, bottom] = [await pixel(png, 30, 5), await pixel(png, 30, 55)]
    expect(top[0]).toBeGreaterThan(200)
    expect(bottom[2]).toBeGreaterThan(200)
    const { orientation, exif, icc, xmp } = await sharp(png).metadata()
    expect([orientation, exif, icc, xmp]).toEqual([undefined, undefined, undefined, undefined])
  })

  it('converts a wider colour space to sRGB, so that no wallet shows other colours', async () => {
    const displayP3 = await plain(8, 8, '#00ff00').withIccProfile('p3').png().toBuffer()
    // In Display P3 the pure green of sRGB has some red: read without its profile, it would look different.
    const [rawRed] = await sharp(displayP3).keepIccProfile().raw().toBuffer()
    expect(rawRed).toBeGreaterThan(60)
    const { id } = (await put(displayP3)).json()
    const [red, green, blue] = await pixel((await get(`/assets/${id}.png`)).rawPayload, 0, 0)
    expect(red).toBeLessThan(12)
    expect(green).toBeGreaterThan(250)
    expect(blue).toBeLessThan(12)
  })

  it('keeps 8 bits a channel of an image that has 16', async () => {
    const deep = await plain(8, 8, '#336699').toColourspace('rgb16').png().toBuffer()
    expect(await sharp(deep).metadata()).toMatchObject({ depth: 'ushort' })
    const { rawPayload: png } = await get(`/assets/${(await put(deep)).json().id}.png`)
    expect(await sharp(png).metadata()).toMatchObject({ depth: 'uchar' })
    expect(await pixel(png, 0, 0)).toEqual([0x33, 0x66, 0x99])
  })

  it('scales an image down to 2,048 pixels on its longer side, and keeps transparency', async () => {
    const upload = await sharp({ create: { width: 4096, height: 1024, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer()
    const answer = (await put(upload)).json()
    expect(answer).toMatchObject({ width: 2048, height: 512 })
    expect(await sharp((await get(`/assets/${answer.id}.png`)).rawPayload).metadata()).toMatchObject({ hasAlpha: true })
  })

  it.each([
    ['a GIF', Buffer.from('GIF89a....')],
    ['an SVG', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['a HEIC or AVIF image', Buffer.from('\0\0\0\x18ftypheic')],
    ['a multipart form', Buffer.from('--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n')],
    ['JSON', Buffer.from('{"image": "…"}')],
    ['of a type that is not known', Buffer.from('hello')],
  ])('refuses %s and says what it found', async (found, upload) => {
    const answer = await put(upload)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code: 'image_unreadable',
      detail: `The body is ${found}, by its first bytes.`,
    })
  })

  it('refuses an empty body, with and without a Content-Type', async () => {
    for (const answer of [
      await put(''),
      await apple.app.inject({ method: 'PUT', url: '/api/assets', headers: { authorization: `Bearer ${key}` } }),
    ]) {
      expect(answer.statusCode).toBe(422)
      expect(answer.json()).toMatchObject({ code: 'image_unreadable', detail: 'The body is empty.' })
    }
  })

  it('refuses an image that is cut off', async () => {
    const upload = await plain(200, 200).png({ compressionLevel: 0 }).toBuffer()
    const answer = await put(upload.subarray(0, upload.length / 2))
    expect(answer.statusCode).toBe(422)
    expect(answer.json().detail).toBe(
      'The image cannot be decoded: its first bytes are those of an image, but it is cut off or damaged.',
    )
  })

  it('refuses more than 40 million pixels by the header alone', async () => {
    const upload = await plain(1, 1).png().toBuffer()
    // IHDR says 100,000 × 100,000; there is one pixel of data. The chunk's CRC is made to fit.
    upload.writeUInt32BE(100_000, 16)
    upload.writeUInt32BE(100_000, 20)
    const { crc32 } = await import('node:zlib')
    upload.writeUInt32BE(crc32(upload.subarray(12, 29)), 29)
    const answer = await put(upload)
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'image_too_large' })
    expect(answer.json().detail).toContain('100000 × 100000')
  })

  it('refuses a body over 10 MB with a problem of its own', async () => {
    const answer = await put(Buffer.alloc(10 * 1024 * 1024 + 1))
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'image_too_large', detail: 'The body is over 10 MB.' })
  })

  it('asks for the scope assets:write before it reads the body', async () => {
    const other = await apple.apiKey(['passes:read'])
    expect((await put('x', { authorization: `Bearer ${other}` })).statusCode).toBe(403)
    const { statusCode } = await apple.app.inject({
      method: 'PUT',
      url: '/api/assets',
      payload: Buffer.alloc(11_000_000),
    })
    expect(statusCode).toBe(401)
  })
})

describe('GET /assets/:file', () => {
  it('serves an image for ever to everybody, and as nothing but an image', async () => {
    const { id, sizeBytes } = (await put(await plain(10, 10, '#123456').png().toBuffer())).json()
    const { statusCode, headers } = await get(`/assets/${id}.png`)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(sizeBytes),
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${id}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })

    const head = await get(`/assets/${id}.png`, {}, 'HEAD')
    expect(head.statusCode).toBe(200)
    expect(head.headers).toMatchObject({ 'content-length': String(sizeBytes), etag: `"${id}"` })
    expect(head.rawPayload.length).toBe(0)

    const again = await get(`/assets/${id}.png`, { 'if-none-match': `"other", W/"${id}", "${id}"` })
    expect(again.statusCode).toBe(304)
    expect(again.rawPayload.length).toBe(0)
    expect((await get(`/assets/${id}.png`, { 'if-none-match': '"other"' })).statusCode).toBe(200)
  })

  it.each([
    ['google-logo', 660, 660],
    ['google-wide-logo', 1280, 400],
    ['google-hero', 1032, 336],
  ])('makes the shape %s of any image, immutable too', async (shape, width, height) => {
    const { id } = (await put(await plain(50, 90, '#205080').png().toBuffer())).json()
    const { statusCode, headers, rawPayload } = await get(`/assets/${id}-${shape}.png`)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${id}-${shape}"`,
    })
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'png', width, height })
    expect((await get(`/assets/${id}-${shape}.png`)).rawPayload).toEqual(rawPayload)
    const again = await get(`/assets/${id}-${shape}.png`, { 'if-none-match': `"${id}-${shape}"` })
    expect(again.statusCode).toBe(304)
  })

  it('puts a logo into the part of its square that a circle leaves, on the colour that it ends in', async () => {
    const mark = await plain(100, 100, '#ffffff').png().toBuffer()
    const icon = await plain(300, 300, '#0a7d32')
      .composite([{ input: mark }])
      .png()
      .toBuffer()
    const { id } = (await put(icon)).json()
    const { rawPayload: logo } = await get(`/assets/${id}-google-logo.png`)
    const rim = [
      [0, 0],
      [98, 330],
      [330, 98],
      [561, 330],
      [659, 659],
    ] as const
    for (const [x, y] of rim) expect(await pixel(logo, x, y), `${x}, ${y}`).toEqual([10, 125, 50])
    expect(await pixel(logo, 330, 330)).toEqual([255, 255, 255])
  })

  it('puts a logo that ends in several colours on nothing, and a wide one at the left of nothing, both whole', async () => {
    const corner = await plain(40, 40, '#0000ff').png().toBuffer()
    const word = plain(400, 200, '#ff0000').composite([{ input: corner, left: 0, top: 0 }])
    const { id } = (await put(await word.png().toBuffer())).json()
    const opacities = async (shape: string, places: readonly (readonly [number, number])[]) => {
      const { rawPayload } = await get(`/assets/${id}-${shape}.png`)
      const { data, info } = await sharp(rawPayload).raw().toBuffer({ resolveWithObject: true })
      return places.map(([x, y]) => data[4 * (y * info.width + x) + 3])
    }
    // 462 pixels wide and half as high, in the middle of 660.
    const within = [
      [102, 330],
      [557, 330],
      [330, 218],
      [330, 442],
    ] as const
    const around = [
      [94, 330],
      [565, 330],
      [330, 210],
      [330, 450],
    ] as const
    expect(await opacities('google-logo', within)).toEqual([255, 255, 255, 255])
    expect(await opacities('google-logo', around)).toEqual([0, 0, 0, 0])
    expect(
      await opacities('google-wide-logo', [
        [0, 0],
        [795, 395],
        [805, 200],
        [1279, 0],
      ]),
    ).toEqual([255, 255, 0, 0])
  })

  it('makes a shape as soon as its image has come, also when it was asked for before', async () => {
    const upload = await plain(33, 44, '#778899').png().toBuffer()
    const kept = await imageTasks.normalise(upload)
    if ('tooManyPixels' in kept) throw new Error('unexpected')
    const address = `/assets/${createHash('sha256').update(kept.png).digest('hex')}-google-logo.png`
    expect((await get(address)).statusCode).toBe(404)
    await put(upload)
    expect((await get(address)).statusCode).toBe(200)
  })

  it.each([
    `${'0'.repeat(64)}.png`,
    `${'0'.repeat(64)}-google-logo.png`,
    `${'0'.repeat(64)}.jpg`,
    'logo.png',
    '..%2f..%2fsecret',
    '%00',
  ])('answers 404 for %s, which must not be kept by caches', async (file) => {
    const answer = await get(`/assets/${file}`)
    const { statusCode, headers } = answer
    expect(statusCode).toBe(404)
    expect(answer.json().hint).toContain('PUT /api/assets')
    expect(headers['cache-control']).toBeUndefined()
  })
})
