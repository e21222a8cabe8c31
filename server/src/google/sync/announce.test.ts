import { describe, expect, it } from 'vitest'
import { announcementOf, notificationsLeft } from './announce.ts'

const by = { title: 'Aurora Card', digestOf: (text: string) => `digest of ${text}` }
const points = (text: string) => ({ key: 'points', header: 'POINTS', text })
const news = (text: string) => ({ key: 'news', header: 'NEWS', text })

describe('what is announced', () => {
  it('is nothing when a pass is new', () => {
    const { announcement, announced } = announcementOf([points('You have 1'), news('')], null, by)
    expect(announcement).toBeUndefined()
    expect(announced).toEqual({ points: 'digest of You have 1', news: 'digest of ' })
  })

  it('is each field that changed, in one message, and nothing twice', () => {
    const before = announcementOf([points('You have 1'), news('')], null, by).announced
    const next = announcementOf([points('You have 2'), news('Hello')], before, by)
    expect(next.announcement).toEqual({ header: 'Aurora Card', body: 'You have 2\nHello' })
    expect(announcementOf([points('You have 2'), news('Hello')], next.announced, by).announcement).toBeUndefined()
    const last = announcementOf([points('You have 3'), news('Hello')], next.announced, by)
    expect(last.announcement).toEqual({ header: 'POINTS', body: 'You have 3' })
  })

  it('is not a field that was not there before, nor one that has nothing to say', () => {
    const before = announcementOf([news('Hello')], null, by).announced
    expect(announcementOf([points('You have 1'), news('')], before, by).announcement).toBeUndefined()
  })
})

describe('notifications of a day', () => {
  it('are three, and come back one by one', () => {
    const after = (hours: number) => new Date(Date.parse('2036-03-01T12:00:00Z') + hours * 3_600_000)
    const spent = [after(0), after(1), after(2)]
    expect([0, 1, 2].map((hours) => notificationsLeft(spent.slice(0, hours), after(hours)))).toEqual([3, 2, 1])
    expect([2, 23, 24, 25, 26].map((hours) => notificationsLeft(spent, after(hours)))).toEqual([0, 0, 1, 2, 3])
  })
})
