import { describe, expect, it } from 'vitest'
import { campaignOf, images } from '../../test/google-campaigns.ts'
import { type Kind, kinds } from '../passes/content/content.ts'
import { compileRevision, type RevisionSource, reviewRevision, type Variant } from '../passes/content/revision.ts'
import { reviewGoogle } from './review.ts'

function reviewed(source: RevisionSource) {
  expect(reviewRevision(source)).toEqual([])
  return reviewGoogle(source, compileRevision(source))
}
const faults = (kind: Kind, content: object, variants: readonly Variant[] = []) =>
  reviewed(campaignOf(kind, content, { variants })).map(({ code, path }) => `${code} ${path}`)

const advent: Variant['when'] = { from: '2026-12-01T00:00:00Z', until: '2026-12-25T00:00:00Z' }

describe('reviewGoogle', () => {
  it.each(kinds)('finds nothing in a %s that Google takes', (kind) => {
    expect(faults(kind, {})).toEqual([])
  })

  it.each(['loyalty', 'transit'] as const)('finds that a %s has no logo, and says how to give it one', (kind) => {
    const [error] = reviewed(campaignOf(kind, { images: { strip: images.strip } }))
    expect(error).toMatchObject({ path: '/content/images/icon', code: 'google_key_missing' })
    expect(error?.fix).toContain('/api/assets')
  })

  it('finds that a class has no text without tokens, unless the author gives one', () => {
    const personal = {
      issuerName: '{{ contact.name }}',
      title: '{{ contact.name }}',
      description: '{{ contact.name }}',
    }
    expect(faults('loyalty', personal)).toEqual([
      'google_key_missing /content/issuerName',
      'google_key_missing /content/title',
    ])
    const google = { class: { issuerName: 'Roast', programName: 'Beans' } }
    expect(faults('loyalty', { ...personal, google })).toEqual([])
  })

  it('finds that nobody says when a ticket is valid', () => {
    const details = { mode: 'bus', legs: [{ from: { name: 'A' }, to: { name: 'B' } }] }
    const [error, ...others] = reviewed(campaignOf('transit', { details, validity: undefined }))
    expect(others).toEqual([])
    expect(error).toMatchObject({ path: '/content/details/legs/0/departsAt', code: 'google_leg_without_time' })
    expect(error?.fix).toContain('validity')
    expect(faults('transit', { details })).toEqual([])
  })

  it('finds that a gift card has no number, not even a barcode', () => {
    expect(faults('giftCard', { details: {}, barcode: undefined })).toEqual([
      'google_key_missing /content/details/cardNumber',
    ])
  })

  it('finds what is wrong in the raw part, in the content and in a variant, each where it stands', () => {
    const variants: Variant[] = [
      { when: advent, content: { google: { class: { countryCode: 'Germany' } } } },
      { when: { voided: true }, content: { google: { object: { state: 'VOID' } } } },
    ]
    const google = {
      class: {
        colour: 'red',
        classTemplateInfo: {
          cardTemplateOverride: {
            cardRowTemplateInfos: [{ oneItem: { item: { firstValue: { fields: [{ fieldPath: 'class.nothing' }] } } } }],
          },
        },
      },
      object: { passConstraints: { screenshotEligibility: 'NO' } },
    }
    expect(faults('loyalty', { google }, variants).sort()).toEqual(
      [
        'google_key_unknown /content/google/class/colour',
        'google_template_path_invalid /content/google/class/classTemplateInfo/cardTemplateOverride/cardRowTemplateInfos/0/oneItem/item/firstValue/fields/0/fieldPath',
        'google_value_unknown /content/google/object/passConstraints/screenshotEligibility',
        'google_country_invalid /variants/0/content/google/class/countryCode',
        'google_value_unknown /variants/1/content/google/object/state',
      ].sort(),
    )
  })

  it('finds a token or a state in what an author gives the class', () => {
    const variants: Variant[] = [
      { when: { voided: true }, content: { google: { class: { countryCode: 'AT' } } } },
      {
        when: advent,
        content: { google: { class: { homepageUri: { uri: 'https://a.example/{{ voucher.code }}' } } } },
      },
    ]
    const google = {
      class: { countryCode: 'DE', rewardsTier: '{{ contact.tier }}' },
      object: { pin: '{{ voucher.code }}' },
    }
    expect(faults('loyalty', { google }, variants)).toEqual([
      'google_class_personal /content/google/class/rewardsTier',
      'google_class_personal /variants/0/content/google/class/countryCode',
      'google_class_personal /variants/1/content/google/class/homepageUri/uri',
      'google_key_unknown /content/google/object/pin',
    ])
  })

  it('finds keys that say which class or object it is', () => {
    const variants: Variant[] = [{ when: advent, content: { google: { object: { hasUsers: true } } } }]
    const google = { class: { id: '1.x', callbackOptions: { url: 'https://a.example/' } }, object: { classId: '1.x' } }
    expect(faults('loyalty', { google }, variants)).toEqual([
      'identity_key /content/google/class/id',
      'identity_key /content/google/class/callbackOptions',
      'identity_key /content/google/object/classId',
      'identity_key /variants/0/content/google/object/hasUsers',
    ])
  })

  it('finds what only a variant does to the class, and says what the content does once', () => {
    const variants: Variant[] = [
      { when: advent, content: { images: { icon: null, logo: null }, title: 'Advent' } },
      { when: { voided: true }, content: { title: 'Void' } },
    ]
    expect(faults('loyalty', {}, variants)).toEqual(['google_key_missing /variants/0/content/images/icon'])
    expect(faults('loyalty', { images: {} }, variants)).toEqual(['google_key_missing /content/images/icon'])
  })

  it('finds a key of a field that a text of the class needs', () => {
    const back = [{ key: 'billfold-title', value: 'x{{ contact.name }}' }]
    const variants: Variant[] = [{ when: { voided: true }, content: { title: 'Void' } }]
    const all = faults('loyalty', { title: 'For {{ contact.name }}', fields: { back } }, variants)
    expect(all).toEqual(['google_module_id_duplicate /content/fields/back/0/key'])
  })

  it('speaks of the raw part also while the revision is unfit, and of nothing else', () => {
    const source = campaignOf('loyalty', {
      title: '{{ contact.unknown }}',
      images: {},
      google: { class: { id: '1.x', rewardsTier: '{{ contact.unknown }}' } },
    })
    expect(reviewGoogle(source, undefined).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'identity_key /content/google/class/id',
      'google_class_personal /content/google/class/rewardsTier',
    ])
    for (const odd of [undefined, null, 7, [], { content: 7, variants: [7] }])
      expect(reviewGoogle(odd, undefined)).toEqual([])
  })
})
