import { describe, expect, it } from 'vitest'
import { createPassFile } from './pass-file.ts'

const chunks = [Buffer.from('first '), Buffer.from('second')]
const create = (serialNumber = 'card-1') => createPassFile(serialNumber, 'digest', chunks)
const dispositionOf = (fileName: string) => create().toResponse({ fileName }).headers.get('Content-Disposition')

describe('a pass file', () => {
  it('gives its bytes in one piece, as a stream and as pieces', async () => {
    const file = create()
    expect(Buffer.from(file.bytes()).toString()).toBe('first second')
    expect(await new Response(file.stream()).text()).toBe('first second')
    expect(file.chunks).toEqual(chunks)
    expect(file.sizeBytes).toBe(12)
  })

  it('gives them as often as asked', async () => {
    const file = create()
    for (let i = 0; i < 2; i++) expect(await file.toResponse().text()).toBe('first second')
    expect(Buffer.concat(chunks).toString()).toBe('first second')
  })

  it('hands out a copy, which may be changed', () => {
    const file = create()
    file.bytes().fill(0)
    expect(Buffer.from(file.bytes()).toString()).toBe('first second')
  })
})

describe('its response', () => {
  it('has the headers that Wallet needs', () => {
    const { status, headers } = create().toResponse({ lastModified: new Date('2026-11-22T09:08:07.987Z') })
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toEqual({
      'cache-control': 'no-store, no-transform',
      'content-disposition': 'attachment; filename="card-1.pkpass"',
      'content-length': '12',
      'content-type': 'application/vnd.apple.pkpass',
      'last-modified': 'Sun, 22 Nov 2026 09:08:07 GMT',
    })
  })

  it('has no Last-Modified unless there is one', () => {
    expect(create().toResponse().headers.has('Last-Modified')).toBe(false)
  })

  it.each([
    ['card', 'attachment; filename="card.pkpass"'],
    ['card.pkpass', 'attachment; filename="card.pkpass"'],
    [
      'Kaffee für dich',
      `attachment; filename="Kaffee_f_r_dich.pkpass"; filename*=UTF-8''Kaffee%20f%C3%BCr%20dich.pkpass`,
    ],
    ['a"b\r\nX: y', `attachment; filename="a_b__X__y.pkpass"; filename*=UTF-8''a%22b%0D%0AX%3A%20y.pkpass`],
    ["it's (1)*", `attachment; filename="it_s__1__.pkpass"; filename*=UTF-8''it%27s%20%281%29%2A.pkpass`],
    ['half \ud800', `attachment; filename="half__.pkpass"; filename*=UTF-8''half%20%EF%BF%BD.pkpass`],
  ])('names the file %j', (fileName, expected) => {
    expect(dispositionOf(fileName)).toBe(expected)
  })
})
