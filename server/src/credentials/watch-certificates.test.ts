import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openTestAuthority, storeCertificate, type TestAuthority } from './testing.ts'
import { tellOfCertificates, watchCertificates } from './watch-certificates.ts'

const dayMs = 86_400_000
let accounts: TestAccounts
let authority: TestAuthority
let endsAt: Date
beforeAll(async () => {
  accounts = await openTestAccounts()
  authority = await openTestAuthority(accounts.clock.now())
  const { configuration } = await storeCertificate(accounts, accounts.customer.id, await authority.issue())
  endsAt = configuration.certificateNotAfter
})
afterAll(async () => {
  await accounts.close()
  await authority.close()
})

/** What the log output says when so many days are left. */
async function toldWith(daysLeft: number): Promise<string[]> {
  const lines: string[] = []
  const write = (level: string) => (about: object, message: string) =>
    lines.push(`${level} ${(about as { code?: string }).code} ${message.split(' ').slice(0, 3).join(' ')}`)
  const logger = { warn: write('warn'), error: write('error') } as never
  const at = new Date(endsAt.getTime() - daysLeft * dayMs)
  await tellOfCertificates({ db: accounts.database.db, clock: { now: () => at }, logger })
  return lines
}

it.each([
  [61, []],
  [59, ['warn certificate_expires_within_60d pass.test.museum: The certificate']],
  [6.5, ['warn certificate_expires_within_7d pass.test.museum: The certificate']],
  [-1, ['error certificate_expired ALARM: pass.test.museum: The']],
  [-31, []],
])('a certificate with %d days left is told so', async (daysLeft, lines) => {
  expect(await toldWith(daysLeft)).toEqual(lines)
})

it('is told at the start, and a database that is away ends nothing', async () => {
  const told: string[] = []
  const logger = { warn: (_: object, message: string) => told.push(message) } as never
  const db = {
    selectFrom() {
      throw new Error('gone')
    },
  } as never
  const watch = watchCertificates({ db, clock: accounts.clock, logger })
  await expect.poll(() => told).toEqual([expect.stringContaining('tried again tomorrow')])
  watch.stop()
})
