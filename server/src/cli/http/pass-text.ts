import type { PassAnswer } from '../../passes/schema.ts'
import { facts, type Style, table } from '../output.ts'

/** One pass, for people. */
export function passText(pass: PassAnswer, style: Style): string {
  return facts(
    [
      ['Pass', pass.id],
      ['Campaign', pass.campaignId],
      ['Contact', pass.contactId],
      ['Serial number', pass.serialNumber],
      ['Pass type', pass.passTypeId],
      ...(['contact', 'voucher'] as const).flatMap((group) =>
        Object.entries(pass[group]).map(([name, value]) => [`${group}.${name}`, value] as const),
      ),
      ['State', stateOf(pass)],
      ['Created', pass.createdAt],
      ['First installed', pass.firstInstalledAt ?? 'not yet'],
      ['Enrolled', pass.enrolledAt ?? undefined],
    ],
    style,
  )
}

/** Passes, one a line. */
export function passTable(passes: readonly PassAnswer[], style: Style): string {
  return table(
    ['PASS', 'CAMPAIGN', 'CONTACT', 'SERIAL NUMBER', 'STATE'],
    passes.map((pass) => [pass.id, pass.campaignId, pass.contactId, pass.serialNumber, stateOf(pass)]),
    style,
  )
}

function stateOf({ voidedAt, firstInstalledAt }: PassAnswer): string {
  if (voidedAt !== null) return `void since ${voidedAt}`
  return firstInstalledAt === null ? 'issued' : 'installed'
}
