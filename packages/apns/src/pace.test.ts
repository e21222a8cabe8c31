import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

const pace = () => createPace(() => 1)

it('is without limit until there is trouble', () => {
  const calm = pace()
  calm.good()
  expect(calm).toMatchObject({ maxInFlight: Number.POSITIVE_INFINITY, notBeforeMs: 0 })
})

it('halves at trouble and grows by one with each good answer', () => {
  const troubled = pace()
  troubled.trouble(0, 10, 99)
  expect(troubled.maxInFlight).toBe(50)
  troubled.good()
  expect(troubled.maxInFlight).toBe(51)
})

it('takes the answers of pushes that were under way at the last trouble for one trouble', () => {
  const troubled = pace()
  for (let left = 99; left >= 0; left--) troubled.trouble(0, 10, left)
  expect(troubled).toMatchObject({ maxInFlight: 50, notBeforeMs: 0 })
})

it('waits, longer each time, when single pushes meet trouble', () => {
  const troubled = pace()
  troubled.trouble(0, 10, 0)
  troubled.trouble(20, 30, 0)
  expect(troubled).toMatchObject({ maxInFlight: 1, notBeforeMs: 30 + 250 })
  troubled.trouble(300, 310, 0)
  expect(troubled.notBeforeMs).toBe(310 + 500)
})

it('waits as long as the server says, but no more than a minute', () => {
  const troubled = pace()
  troubled.trouble(0, 10, 0)
  troubled.trouble(20, 30, 0, 5000)
  expect(troubled.notBeforeMs).toBe(30 + 5000)
  troubled.trouble(5040, 5050, 0, 3_600_000)
  expect(troubled.notBeforeMs).toBe(5050 + 60_000)
})

it('a good answer ends the growth of the waits', () => {
  const troubled = pace()
  for (const at of [10, 1000, 3000]) troubled.trouble(at, at, 0)
  troubled.good()
  expect(troubled.maxInFlight).toBe(2)
  troubled.trouble(9000, 9000, 0)
  troubled.trouble(9500, 9500, 0)
  expect(troubled.notBeforeMs).toBe(9500 + 250)
})
