import { expect, it } from 'vitest'
import { summarise } from '../testing/fixtures.ts'
import { pngOf } from '../testing/png.ts'
import { imageIssues } from './check-files.ts'

/** The image is there at other scales, too, as far as that matters. */
const check = (style: string, name: string, width: number, height: number) =>
  imageIssues(
    { [name]: pngOf(width, height) },
    { [style]: {}, preferredStyleSchemes: ['posterEventTicket', 'semanticBoardingPass'] },
  ).filter(({ code }) => code !== 'IMAGE_SCALE_MISSING')

it.each([
  ['generic', 'icon.png', 38, 38],
  ['generic', 'icon.png', 29, 29],
  ['generic', 'icon@3x.png', 114, 114],
  ['generic', 'icon@2x.png', 120, 120],
  ['coupon', 'logo@2x.png', 320, 100],
  ['coupon', 'logo@2x.png', 100, 100],
  ['coupon', 'de.lproj/logo@2x.png', 90, 90],
  ['coupon', 'strip@2x.png', 750, 288],
  ['eventTicket', 'strip@2x.png', 750, 196],
  ['eventTicket', 'strip@2x.png', 750, 288],
  ['eventTicket', 'background.png', 180, 220],
  ['eventTicket', 'background@2x.png', 686, 1006],
  ['eventTicket', 'artwork@3x.png', 1074, 1344],
  ['eventTicket', 'venueMap@2x.png', 1000, 500],
  ['generic', 'thumbnail.png', 60, 90],
  ['generic', 'thumbnail.png', 90, 60],
  ['generic', 'anything.png', 9, 9],
  ['generic', 'constructor.png', 9, 9],
])('on a %s, %s of %i × %i is right, or not our business', (style, name, width, height) => {
  expect(check(style, name, width, height)).toEqual([])
})

it.each([
  ['generic', 'icon@3x.png', 38, 38, 'phones enlarge it'],
  ['generic', 'icon.png', 512, 512, 'that is more than any phone shows'],
  ['generic', 'icon.png', 76, 38, 'what stands over is cut off'],
  ['coupon', 'logo.png', 1000, 1000, 'that is more than any phone shows'],
  ['coupon', 'strip.png', 375, 375, 'what stands over is cut off'],
  ['coupon', 'fr.lproj/strip@2x.png', 100, 38, 'phones enlarge it'],
  ['generic', 'thumbnail.png', 90, 45, 'what stands over is cut off'],
  ['generic', 'thumbnail.png', 45, 90, 'what stands over is cut off'],
])('on a %s, %s of %i × %i is odd: %s', (style, name, width, height, why) => {
  const [issue, ...others] = check(style, name, width, height)
  expect(others).toEqual([])
  expect(issue).toMatchObject({ code: 'IMAGE_SIZE_ODD', severity: 'warning', path: name })
  expect(issue?.message).toContain(why)
})

it('an image that two styles share must fit one of them', () => {
  const files = { 'artwork.png': pngOf(358, 448), 'icon.png': pngOf(1, 1) }
  expect(summarise(imageIssues(files, { generic: {}, posterGeneric: {} }))).toEqual([
    'IMAGE_SIZE_ODD icon.png',
    'IMAGE_SCALE_MISSING artwork@2x.png',
  ])
})

it('an image must be there for screens of two and of three pixels a point, in whichever language', () => {
  const scales = (files: readonly string[]) =>
    imageIssues(Object.fromEntries(files.map((name) => [name, Buffer.of()])), { coupon: {} })
  expect(scales(['logo.png'])).toMatchObject([
    { code: 'IMAGE_SCALE_MISSING', path: 'logo@2x.png', fix: 'Add logo@2x.png and logo@3x.png.' },
  ])
  expect(scales(['de.lproj/strip@2x.png'])).toMatchObject([{ path: 'strip@3x.png', fix: 'Add strip@3x.png.' }])
  expect(scales(['logo@2x.png', 'fr.lproj/logo@3x.png', 'icon.png', 'map.png'])).toEqual([])
})

it('an image that the style does not show is named', () => {
  const files = { 'strip@2x.png': pngOf(750, 288), 'de.lproj/footer.png': pngOf(268, 15) }
  expect(summarise(imageIssues(files, { generic: {} }))).toEqual([
    'IMAGE_NOT_SHOWN strip@2x.png',
    'IMAGE_NOT_SHOWN de.lproj/footer.png',
  ])
  expect(summarise(imageIssues(files, { boardingPass: {} }))).toContain('IMAGE_NOT_SHOWN strip@2x.png')
  expect(imageIssues(files, {})).toEqual([])
})

it('an image of a new look is shown only if the pass asks for it', () => {
  const files = { 'artwork@2x.png': pngOf(716, 896), 'artwork@3x.png': pngOf(1074, 1344) }
  expect(imageIssues(files, { eventTicket: {} })).toMatchObject([
    {
      code: 'IMAGE_NOT_SHOWN',
      path: 'artwork@2x.png',
      message: 'Wallet shows it only where it draws a posterEventTicket.',
    },
    { path: 'artwork@3x.png' },
  ])
  expect(imageIssues(files, { eventTicket: {}, preferredStyleSchemes: ['posterEventTicket'] })).toEqual([])
  expect(imageIssues(files, { eventTicket: {}, posterGeneric: {} })).toEqual([])
  const logo = { 'primaryLogo@2x.png': pngOf(252, 60), 'primaryLogo@3x.png': pngOf(378, 90) }
  expect(summarise(imageIssues(logo, { boardingPass: {}, preferredStyleSchemes: ['posterEventTicket'] }))).toEqual([
    'IMAGE_NOT_SHOWN primaryLogo@2x.png',
    'IMAGE_NOT_SHOWN primaryLogo@3x.png',
  ])
})

it('what is no PNG is somebody else’s to name', () => {
  expect(imageIssues({ 'icon.png': Buffer.from('GIF89a') }, { generic: {} })).toEqual([])
})
