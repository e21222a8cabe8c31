import { expect, it } from 'vitest'
import { eventTypes } from '../log/event-types.ts'
import { wordsOf } from './event-words.ts'

it.each([
  ['created', { source: 'api', tokens: {} }, 'The pass was made by an API call.'],
  [
    'created',
    { source: 'link', tokens: { 'voucher.points': 120 } },
    'The pass was made when its link was first opened, with voucher.points = 120.',
  ],
  ['opened', { platform: 'apple' }, 'The link was opened: the pass was given to Apple Wallet.'],
  ['opened', { platform: 'browser' }, 'The link was opened in a browser, which got the page with the buttons.'],
  [
    'download',
    { wallet: 'apple', first: true },
    'Apple Wallet has the pass: a device registered for it, for the first time.',
  ],
  ['download', { wallet: 'google', first: false }, 'Google says that the pass was saved.'],
  ['download', { wallet: 'google', reason: 'reconciled' }, 'Google Wallet has the pass: Google was asked.'],
  ['delete', { wallet: 'apple' }, 'A device removed the pass from Apple Wallet.'],
  ['delete', { wallet: 'apple', reason: 'gone' }, 'A device is gone, says APNs.'],
  ['delete', { wallet: 'google' }, 'Google says that the pass was removed.'],
  ['updated', { reason: 'time' }, 'The time came at which a variant is entered or left.'],
  ['updated', { reason: 'tokens', source: 'link', tokens: {} }, 'A link that was opened changed personal tokens.'],
  [
    'updated',
    {
      reason: 'tokens',
      source: 'api',
      tokens: { 'voucher.points': 130, 'voucher.code': null, 'voucher.text': 'x'.repeat(50) },
    },
    `An API call changed voucher.points = 130, voucher.code (removed), voucher.text = ${'x'.repeat(40)}….`,
  ],
  ['enrolled', { wallet: 'apple', tokens: {} }, 'The holder filled in the form and is enrolled.'],
  ['voided', { reason: 'Refunded.' }, 'The pass was declared void: Refunded.'],
  ['restored', {}, 'The void pass became valid again.'],
  ['campaign.published', { revision: 2 }, 'Revision 2 of the campaign was published.'],
  ['campaign.turned', {}, eventTypes['campaign.turned']],
] as const)('the event %s with %j is told as it was', (type, data, words) => {
  expect(wordsOf(type, data)).toBe(words)
})

it.each(Object.keys(eventTypes) as (keyof typeof eventTypes)[])('the event %s has words without any data', (type) => {
  expect(wordsOf(type, {})).toMatch(/^[A-Z].*[^.]\.$/)
})
