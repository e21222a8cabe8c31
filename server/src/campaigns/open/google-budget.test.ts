import { expect, test } from 'vitest'
import { useGoogleStudio } from './testing/google-studio.ts'

const studio = useGoogleStudio(2)

test('of more opened links than the budget has room for, some are told to wait, and all are led to Google in the end', async () => {
  const card = studio.fitSource()
  const campaignId = await studio.publishAtGoogle(card)
  const paths = await Promise.all(
    Array.from({ length: 12 }, (_, contact) =>
      studio.link({ campaignId, contactId: `contact-${contact}`, platform: 'google', voucher: { code: 'C0FFEE' } }),
    ),
  )
  const openAll = () => Promise.all(paths.map((path) => studio.open(`${path}?wallet=google`)))
  const startMs = performance.now()
  const first = await openAll()
  const seconds = (performance.now() - startMs) / 1000
  const statuses = first.map(({ statusCode }) => statusCode)
  expect(new Set(statuses)).toEqual(new Set([200, 302]))
  // Two a second, and one at the beginning.
  expect(studio.writes().length).toBeLessThanOrEqual(2 * seconds + 1)
  await expect
    .poll(
      async () => {
        await studio.send()
        return (await openAll()).every(({ statusCode }) => statusCode === 302)
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true)
  expect(new Set(studio.virtual.received().map(({ status }) => status))).toEqual(new Set([200]))
})
