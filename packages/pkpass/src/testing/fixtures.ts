import { expect } from 'vitest'
import { type Issue, PassError } from '../errors.ts'
import type { Files } from '../files.ts'
import type { PassJson } from '../pass-json/types.ts'
import { pngOf } from './png.ts'

/** The smallest PNG: one transparent pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

export const iconFiles: Files = {
  'icon.png': pngOf(38, 38),
  'icon@2x.png': pngOf(76, 76),
  'icon@3x.png': pngOf(114, 114),
}

/** A public key on P-256 with a compressed point, made by OpenSSL. */
export const nfcKey = 'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADFtIivi07cyEAK0qefEVGs8DjhljmClOM6aHK8glAHCg='

/** A store card that is complete but for what the certificate says. */
export const coffeeCard: PassJson = {
  serialNumber: 'card-1',
  organizationName: 'Example Coffee',
  description: 'Coffee card',
  backgroundColor: 'rgb(60, 30, 10)',
  storeCard: {
    primaryFields: [{ key: 'stamps', label: 'Stamps', value: 3, changeMessage: 'You have %@ stamps' }],
    backFields: [
      { key: 'news', label: 'News', value: '', changeMessage: '%@' },
      { key: 'contact', label: 'Contact', value: 'hello@coffee.example' },
    ],
  },
}

/** `CODE path` of each issue, for comparing at a glance. */
export function summarise(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${path}`)
}

/** The issues of the PassError that a task throws. */
export async function issuesOf(task: () => unknown): Promise<readonly Issue[]> {
  try {
    await task()
  } catch (failure) {
    if (failure instanceof PassError) return failure.issues
    throw failure
  }
  return expect.fail('nothing was thrown')
}

/** The only issue of the PassError that a task throws. */
export async function onlyIssueOf(task: () => unknown): Promise<Issue> {
  const issues = await issuesOf(task)
  expect(summarise(issues)).toHaveLength(1)
  return issues[0]!
}
