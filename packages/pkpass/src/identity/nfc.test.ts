import { describe, expect, it } from 'vitest'
import { compileTemplate } from '../template.ts'
import { developmentAuthority, passTypeIdentifier, teamIdentifier } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, nfcKey, summarise } from '../testing/fixtures.ts'
import { verifyPass } from '../verify/verify-pass.ts'

const authority = developmentAuthority()
const roots = [authority.root.certificate]
// Past the making of every certificate.
const at = new Date(Date.now() + 3_600_000)

const ordinary = authority.identity()
const byName = authority.identity({
  subject: `/UID=${passTypeIdentifier}/CN=Pass Type ID with NFC: ${passTypeIdentifier}/OU=${teamIdentifier}`,
})
const byExtension = authority.identity({ extensions: '1.2.840.113635.100.6.1.26=ASN1:NULL\n' })

const nfc = { message: 'member-1', encryptionPublicKey: nfcKey }

it('a certificate is for NFC by its name or its extension', () => {
  expect([ordinary, byName, byExtension].map(({ isForNfc }) => isForNfc)).toEqual([false, true, true])
})

describe('a pass with nfc', () => {
  const codesOf = (warnings: readonly { code: string }[]) =>
    warnings.map(({ code }) => code).filter((code) => code === 'NFC_NOT_CERTIFIED')

  it.each([
    ['an ordinary certificate is a warning', ordinary, ['NFC_NOT_CERTIFIED']],
    ['a certificate for NFC is not', byName, []],
  ] as const)('signed with %s, when built and when verified', async (_, identity, expected) => {
    const template = compileTemplate({ identity, pass: { ...coffeeCard, nfc }, files: iconFiles })
    expect(codesOf(template.warnings)).toEqual(expected)
    const { issues } = verifyPass((await template.issue({})).bytes(), { at, roots })
    expect(codesOf(issues)).toEqual(expected)
  })

  it('is warned of like one that is to be personalised', () => {
    const files = { ...iconFiles, 'personalization.json': Buffer.from('{}') }
    const { warnings } = compileTemplate({ identity: ordinary, pass: coffeeCard, files })
    expect(summarise(warnings)).toContain('NFC_NOT_CERTIFIED personalization.json')
  })
})
