import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'
import { insertPass } from '../../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id } = test
const values = { startDateTime: '2026-11-22T09:00:00Z', periodMillis: '30000', values: ['a', 'b'] }
await insertPass(test, 'transit', {
  object: { rotatingBarcode: { type: 'QR_CODE', initialRotatingBarcodeValues: values } },
})
const object = `transitObject/${id('ada')}`

const upload = (body: unknown, objectId = id('ada')) =>
  test.upload(
    `transitObject/${objectId}/uploadRotatingBarcodeValues?uploadType=media`,
    typeof body === 'string' ? body : JSON.stringify(body),
    'application/json',
  )
const download = () => api('GET', `${object}/downloadRotatingBarcodeValues?alt=media`)

it('values come with an object or later, are told by themselves, and shown by phones', async () => {
  expect((await api('GET', object)).body.rotatingBarcode).toEqual({ type: 'QR_CODE' })
  expect(await download()).toMatchObject({ status: 200, body: values })
  const next = { ...values, values: ['c'] }
  expect(await upload(next)).toMatchObject({ status: 200, body: {} })
  expect((await download()).body).toEqual(next)
  expect((await api('PATCH', object, { ticketNumber: 'T-1' })).status).toBe(200)

  await test.save(await test.saveJwt({ transitObjects: [{ id: id('ada') }] }), 'ada@example.com')
  expect((await test.wallet('ada@example.com')).passes).toMatchObject([
    { object: { rotatingBarcode: { initialRotatingBarcodeValues: next } } },
  ])
})

describe('is refused', () => {
  it.each([
    ['half of them', 400, { values: ['a'] }, undefined],
    ['what is no JSON', 400, '{', undefined],
    ['for nobody', 404, values, id('nobody')],
    ['for another issuer', 403, values, '3388000000000000001.x'],
    ['too much', 413, { ...values, values: ['x'.repeat(5_000_001)] }, undefined],
  ])('%s', async (_, status, body, objectId) => {
    expect((await upload(body, objectId)).status).toBe(status)
  })

  it('asking for what is not there', async () => {
    await api('POST', 'transitObject', { id: id('bare'), classId: id('card'), state: 'ACTIVE', tripType: 'ONE_WAY' })
    expect((await api('GET', `transitObject/${id('bare')}/downloadRotatingBarcodeValues`)).status).toBe(404)
    expect((await api('POST', `${object}/downloadRotatingBarcodeValues`, {})).status).toBe(404)
  })
})
