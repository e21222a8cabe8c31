import { expect, it } from 'vitest'
import { lengthPrefixed } from './length-prefixed.ts'

it('writes each text behind its length in UTF-8 bytes', () => {
  expect(lengthPrefixed(['ab', '', 'é']).toString('hex')).toBe('00000002616200000000' + '00000002c3a9')
})

it('tells lists apart whose texts join to the same', () => {
  expect(lengthPrefixed(['a', 'bc'])).not.toEqual(lengthPrefixed(['ab', 'c']))
})
