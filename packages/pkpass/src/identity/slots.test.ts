import { expect, it } from 'vitest'
import { createSlots } from './slots.ts'

it('runs as many tasks as there are slots, the others in the order in which they came', async () => {
  const inSlot = createSlots(2)
  const started: number[] = []
  const finish: (() => void)[] = []
  const tasks = [0, 1, 2, 3].map((number) =>
    inSlot(() => {
      started.push(number)
      return new Promise<number>((resolve) => finish.push(() => resolve(number)))
    }),
  )
  expect(started).toEqual([0, 1])

  finish[1]!()
  await tasks[1]
  await expect.poll(() => started).toEqual([0, 1, 2])
  finish[0]!()
  await expect.poll(() => started).toEqual([0, 1, 2, 3])
  finish[2]!()
  finish[3]!()
  expect(await Promise.all(tasks)).toEqual([0, 1, 2, 3])
})

it('frees the slot of a task that fails', async () => {
  const inSlot = createSlots(1)
  await expect(inSlot(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await inSlot(async () => 'next')).toBe('next')
})
