import { describe, expect, it } from 'vitest'
import { summarise } from '../testing/fixtures.ts'
import { imagePlan } from './plan.ts'
import { imageBoxes } from './slots.ts'

const plan = (
  ...[style, slot, widthPixels, heightPixels]: [
    Parameters<typeof imagePlan>[0],
    Parameters<typeof imagePlan>[1],
    number,
    number,
  ]
) => imagePlan(style, slot, { widthPixels, heightPixels })!
const sizesOf = ({ renditions }: ReturnType<typeof plan>) =>
  renditions.map(({ name, widthPixels, heightPixels }) => `${name} ${widthPixels}x${heightPixels}`)

describe('a plan', () => {
  it('has a file for each scale', () => {
    expect(sizesOf(plan('generic', 'icon', 300, 300))).toEqual([
      'icon.png 38x38',
      'icon@2x.png 76x76',
      'icon@3x.png 114x114',
    ])
  })

  it('fills a strip, and says which part of the image is shown', () => {
    const { renditions, shown, issues } = plan('storeCard', 'strip', 1200, 1200)
    expect(renditions.at(-1)).toMatchObject({
      name: 'strip@3x.png',
      widthPixels: 1125,
      heightPixels: 432,
      fit: 'cover',
    })
    expect(shown).toEqual({ left: 0, top: 369, width: 1200, height: 461 })
    expect(issues).toMatchObject([
      {
        code: 'IMAGE_CROPPED',
        path: 'strip',
        message: 'Of 1200 × 1200 pixels, 739 rows above and below are cut off, 62 %.',
        fix: 'Give an image of 1200 × 461 pixels, or of that shape.',
      },
    ])
  })

  it('counts columns too, and says nothing of what nobody notices', () => {
    const [issue] = plan('generic', 'icon', 400, 200).issues
    expect(issue?.message).toBe('Of 400 × 200 pixels, 200 columns left and right are cut off, 50 %.')
    expect(plan('generic', 'icon', 204, 200).issues).toEqual([])
  })

  it('does not advise an image as small as the one given', () => {
    const fixes = plan('storeCard', 'strip', 400, 400).issues.map(({ code, fix }) => `${code} ${fix}`)
    expect(fixes).toEqual([
      'IMAGE_CROPPED Give an image of 1125 × 432 pixels, or of that shape.',
      'IMAGE_TOO_SMALL Give an image of at least 1125 × 432 pixels.',
    ])
  })

  it('fits a logo in whole', () => {
    const { renditions, shown, issues } = plan('generic', 'logo', 1600, 200)
    expect(renditions[0]).toMatchObject({ widthPixels: 160, heightPixels: 50, fit: 'inside' })
    expect(shown).toEqual({ left: 0, top: 0, width: 1600, height: 200 })
    expect(issues).toEqual([])
  })

  it('leaves out a scale that the image is too small for, and says so', () => {
    const small = plan('coupon', 'strip', 800, 308)
    expect(sizesOf(small)).toEqual(['strip.png 375x144', 'strip@2x.png 750x288'])
    expect(small.issues).toMatchObject([
      {
        code: 'IMAGE_TOO_SMALL',
        message: '800 × 308 pixels are not enough for @3x, where phones enlarge it.',
        fix: 'Give an image of at least 1125 × 432 pixels.',
      },
    ])
    expect(plan('coupon', 'logo', 200, 40).issues[0]?.fix).toBe('Give an image of at least 480 × 96 pixels.')
  })

  it('keeps the pixels of an image that is too small for any scale, in the shape of its place', () => {
    expect(sizesOf(plan('coupon', 'icon', 20, 30))).toEqual(['icon.png 20x20'])
    expect(summarise(plan('coupon', 'icon', 20, 30).issues)).toEqual(['IMAGE_CROPPED icon', 'IMAGE_TOO_SMALL icon'])
    expect(sizesOf(plan('coupon', 'icon', 1, 1))).toEqual(['icon.png 1x1'])
  })

  it('is none for what the style does not show', () => {
    expect(imagePlan('storeCard', 'footer', { widthPixels: 9, heightPixels: 9 })).toBeUndefined()
  })
})

describe('each style shows', () => {
  it.each([
    ['boardingPass', ['footer', 'icon', 'logo', 'personalizationLogo', 'primaryLogo']],
    ['coupon', ['icon', 'logo', 'personalizationLogo', 'strip']],
    [
      'eventTicket',
      [
        'artwork',
        'background',
        'icon',
        'logo',
        'personalizationLogo',
        'primaryLogo',
        'secondaryLogo',
        'strip',
        'thumbnail',
        'venueMap',
      ],
    ],
    ['generic', ['icon', 'logo', 'personalizationLogo', 'thumbnail']],
    ['storeCard', ['icon', 'logo', 'personalizationLogo', 'strip']],
    ['posterGeneric', ['artwork', 'icon', 'logo', 'personalizationLogo', 'primaryLogo']],
  ] as const)('%s', (style, slots) => {
    expect(Object.keys(imageBoxes[style]).sort()).toEqual(slots)
  })
})
