import { expect, it } from 'vitest'
import { suggest } from './suggest.ts'

const known = ['hexBackgroundColor', 'heroImage', 'programLogo', 'id']

it.each([
  ['hex_background_color', 'hexBackgroundColor'],
  ['HEROIMAGE', 'heroImage'],
  ['heroImag', 'heroImage'],
  ['programmLogo', 'programLogo'],
  ['hexBackgroundColour', 'hexBackgroundColor'],
])('%s was meant as %s', (name, meant) => {
  expect(suggest(name, known)).toBe(meant)
})

it.each(['', 'colour', 'x'.repeat(1000), 'image'])('%s resembles nothing enough', (name) => {
  expect(suggest(name, known)).toBeUndefined()
})
