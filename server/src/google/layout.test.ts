import type { ClassTemplateInfo } from '@billfold/google-wallet'
import { describe, expect, it } from 'vitest'
import { adaState, campaignOf } from '../../test/google-campaigns.ts'
import { judgedClass, judgedObject } from '../../test/google-judges.ts'
import type { Kind } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { compileRevision, type Variant } from '../passes/content/revision.ts'

const now = new Date('2026-11-20T12:00:00Z')

/** The rows of the card as paths, with the date format if there is one, and the second row in the list of passes. */
function layoutOf(kind: Kind, content: object, variants: readonly Variant[] = [], at = now) {
  const revision = compileRevision(campaignOf(kind, content, { variants }))
  const info = judgedClass(revision, at).resource.classTemplateInfo as ClassTemplateInfo | undefined
  const rows = info?.cardTemplateOverride?.cardRowTemplateInfos?.map((row) => {
    const { oneItem, twoItems, threeItems } = row
    const items = [oneItem?.item, twoItems?.startItem, twoItems?.endItem]
    const all = [...items, threeItems?.startItem, threeItems?.middleItem, threeItems?.endItem]
    return all
      .flatMap((item) => item?.firstValue?.fields ?? [])
      .map(({ fieldPath, dateFormat }) => [fieldPath, dateFormat].filter(Boolean).join(' '))
  })
  const list = info?.listTemplateOverride?.secondRowOption?.fields?.map(({ fieldPath }) => fieldPath)
  const { resource } = judgedObject(contentOf(revision, adaState(), at), revision, at)
  const modules = ((resource.textModulesData ?? []) as { id: string }[]).map(({ id }) => id)
  return { rows, list, modules }
}

const own = (key: string) => ({ key, label: key, value: `${key} of {{ contact.name }}` })
const ofObject = (...keys: string[]) => keys.map((key) => `object.textModulesData['${key}']`)

describe('the rows of the card', () => {
  it('begin anew with each slot, from the top of the face down; the first header field is in the list too', () => {
    const { rows, list, modules } = layoutOf('coupon', {
      fields: {
        header: [own('h1'), { key: 'h2', value: 'Shared' }],
        primary: [own('p')],
        secondary: [own('s1'), own('s2'), own('s3')],
        back: [own('b')],
      },
    })
    expect(rows).toEqual([
      ["object.textModulesData['h1']", "class.textModulesData['h2']"],
      ofObject('p'),
      ofObject('s1', 's2', 's3'),
    ])
    expect(list).toEqual(ofObject('h1'))
    expect(modules).toEqual(['h1', 'p', 's1', 's2', 's3', 'b'])
  })

  it('are filled up if a row a slot would be too many; what has no room is among the details', () => {
    const letters = [...'abcdefghijkl'].map(own)
    const { rows, modules } = layoutOf('coupon', {
      fields: {
        header: letters.slice(0, 2),
        primary: letters.slice(2, 3),
        secondary: letters.slice(3, 7),
        auxiliary: letters.slice(7, 11),
      },
    })
    expect(rows).toEqual([ofObject('a', 'b', 'c'), ofObject('d', 'e', 'f'), ofObject('g', 'h', 'i')])
    expect(modules).toEqual([...'abcdefghijk'])
  })

  it('are left to Google where the face has no fields', () => {
    expect(layoutOf('loyalty', { fields: { back: [own('b')] } })).toEqual({
      rows: undefined,
      list: undefined,
      modules: ['b'],
    })
  })

  it('have no place for a shared field without a value', () => {
    const fields = { header: [{ key: 'empty', label: 'Soon', value: '' }], secondary: [own('s')] }
    expect(layoutOf('coupon', { fields })).toMatchObject({ rows: [ofObject('s')], list: undefined })
  })

  it('have a place for every field that some state or segment brings, and for those of the calendar in their time', () => {
    const add = (key: string) => ({ fields: { secondary: [own(key)] } })
    const variants: Variant[] = [
      { when: { voided: true }, content: add('void') },
      { when: { from: '2026-12-01T00:00:00Z', until: '2026-12-25T00:00:00Z' }, content: add('advent') },
      {
        when: { from: '2026-12-24T00:00:00Z', segment: { token: 'contact.tier', equals: 'gold' } },
        content: add('gold'),
      },
    ]
    const rowsAt = (at: string) =>
      layoutOf('coupon', { fields: { secondary: [own('s')] } }, variants, new Date(at)).rows
    expect(rowsAt('2026-11-20T00:00:00Z')).toEqual([ofObject('s', 'void')])
    expect(rowsAt('2026-12-01T00:00:00Z')).toEqual([ofObject('s', 'advent', 'void')])
    expect(rowsAt('2026-12-24T12:00:00Z')).toEqual([ofObject('s', 'advent', 'void'), ofObject('gold')])
    expect(rowsAt('2026-12-25T00:00:00Z')).toEqual([ofObject('s', 'void', 'gold')])
  })
})

describe('a field that only repeats a fact', () => {
  it('is left to Google, which has a place for the fact and knows how to write it', () => {
    const { rows, list, modules } = layoutOf('loyalty', {
      fields: {
        header: [{ key: 'beans', label: 'Beans', value: '{{ voucher.points }}', format: { number: 'decimal' } }],
        primary: [{ key: 'who', label: 'Name', value: '{{ contact.name }}' }],
        secondary: [{ key: 'tier', label: 'Tier', value: 'Gold' }, own('other')],
        back: [{ key: 'account', label: 'No', value: '{{ voucher.code }}' }],
      },
    })
    expect(rows).toEqual([
      ['object.loyaltyPoints.balance'],
      ['object.accountName'],
      ['class.rewardsTier', "object.textModulesData['other']"],
    ])
    expect(list).toEqual(['object.loyaltyPoints.balance'])
    // On the back the author decides what stands there.
    expect(modules).toEqual(['other', 'account'])
  })

  it('has no row if it repeats the title, which stands above them', () => {
    const fields = { primary: [{ key: 'name', value: 'Coffee card' }], secondary: [own('s')] }
    expect(layoutOf('coupon', { fields })).toMatchObject({ rows: [ofObject('s')], modules: ['s'] })
  })

  it('stays a field where it does not repeat it in every variant, in another form, or by chance', () => {
    const details = { seat: { row: '1', seat: '{{ voucher.code }}' }, holderName: '{{ contact.name }}' }
    const fields = {
      secondary: [
        { key: 'row', label: 'Turnstile', value: '1' },
        { key: 'seat', label: 'Seat', value: '{{ voucher.code }}' },
        { key: 'holder', label: 'Name', value: '{{ contact.name | upcase }}' },
      ],
    }
    const variants: Variant[] = [
      { when: { voided: true }, content: { fields: { secondary: { seat: { value: 'Void' } } } } },
    ]
    const { rows } = layoutOf('eventTicket', { details, fields }, variants)
    expect(rows).toEqual([["class.textModulesData['row']", ...ofObject('seat', 'holder')]])
  })

  it('is written by the phone if it is a date, with as much of it as the format shows', () => {
    const startsAt = '2026-12-24T19:00:00+01:00'
    const when = (key: string, date: string, time: string) => ({
      key,
      label: key,
      value: startsAt,
      format: { date, time },
    })
    const fields = {
      secondary: [when('day', 'long', 'none'), when('hour', 'none', 'short'), when('both', 'short', 'short')],
    }
    expect(layoutOf('eventTicket', { fields }).rows).toEqual([
      ['class.dateTime.start DATE_ONLY', 'class.dateTime.start TIME_ONLY', 'class.dateTime.start DATE_TIME'],
    ])
  })

  it('stays a field if the class cannot hold the fact', () => {
    const details = { tier: '{{ contact.tier | capitalize }}' }
    const fields = { header: [{ key: 'tier', label: 'Tier', value: details.tier }] }
    const { rows, modules } = layoutOf('loyalty', { details, fields })
    expect(rows).toEqual([ofObject('tier')])
    // The field says it already.
    expect(modules).toEqual(['tier'])
  })
})
