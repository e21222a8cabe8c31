import type pg from 'pg'
import type { Pass } from '../../passes/pass.ts'
import type { StoryEntry } from '../../passes/story.ts'
import { type DeviceFacts, factsOfDevices, linesOfPhones, type PhoneLine } from './story-of-pass.ts'

/** What is known of a pass's phones, in no order. Of pushes, lists and fetches each device's latest. */
export async function entriesOfPhones(pool: pg.Pool, pass: Pass): Promise<StoryEntry[]> {
  const [devices, lines] = await Promise.all([factsOfDevices(pool, pass), linesOfPhones(pool, pass)])
  return [...devices.flatMap(deviceEntries), ...lines.map(lineEntry)]
}

const certainties = {
  certain: 'this device, for certain',
  inferred: 'this device, to judge by its network address',
  unknown: 'one of the devices that knew of it; perhaps this one',
} as const

function deviceEntries(facts: DeviceFacts): StoryEntry[] {
  const { device, registeredAt, listedAt, listedNumber, fetchedAt, fetchedVersion, fetchedHow } = facts
  const entries: StoryEntry[] = [
    { at: registeredAt, kind: 'registration', device, text: 'The device registered for updates.', data: {} },
    ...facts.walks.map(({ pushedAt: at, number, round }): StoryEntry => {
      const text = `APNs accepted a push for a change of the campaign${round > 0 ? `, second push ${round}` : ''}.`
      return { at, kind: 'push', device, text, data: { number, round, outcome: 'delivered' } }
    }),
  ]
  if (facts.pushedAt) {
    const { pushedNumber: number, secondPushes } = facts
    const text = `APNs accepted a push${secondPushes ? `, second push ${secondPushes}` : ''}.`
    entries.push({
      at: facts.pushedAt,
      kind: 'push',
      device,
      text,
      data: { number, secondPushes, outcome: 'delivered' },
    })
  }
  if (listedAt) {
    const text = `The device asked what has changed: it knows of everything up to number ${listedNumber}.`
    entries.push({ at: listedAt, kind: 'list', device, text, data: { number: listedNumber } })
  }
  if (fetchedAt && fetchedHow) {
    const text = `Version ${fetchedVersion} was fetched: by ${certainties[fetchedHow]}.`
    entries.push({
      at: fetchedAt,
      kind: 'fetch',
      device,
      text,
      data: { version: fetchedVersion, certainty: fetchedHow },
    })
  }
  return entries
}

function lineEntry({ at, device, line }: PhoneLine): StoryEntry {
  return { at, kind: 'phoneLog', device, text: `The phone says (nobody proves it): ${line}`, data: { line } }
}
