import { PassError, type PassFile, type PassJson } from '@billfold/pkpass'
import { phoneToken } from '../credentials/phone-token.ts'
import { Problem } from '../errors.ts'
import { contentNow } from '../passes/content-at.ts'
import type { Pass } from '../passes/pass.ts'
import { isRetired } from '../passes/retirement.ts'
import type { AppleDeps } from './deps.ts'
import { appleOf } from './pass-json.ts'
import { fieldErrorsOf } from './places.ts'
import { commonPartsOf } from './template.ts'

export interface ApplePass {
  readonly file: PassFile
  /** Whether it is its last look: whoever has it asks for no updates any more. */
  readonly retired: boolean
}

/**
 * A pass as it is now, signed. The same content has the same manifest digest, so a phone that fetches it again sees
 * that nothing changed.
 *
 * @param at the present, which is also the signing time
 * @throws Problem `pass_unfit` when the content with this pass's tokens is nothing that Wallet takes, `conflict` when
 *   the certificate cannot be used now
 */
export async function applePassOf(deps: AppleDeps, pass: Pass, at: Date): Promise<ApplePass> {
  const content = await contentNow(deps.core, pass, at)
  const owner = await deps.walletDirectory.find(pass.passTypeId)
  if (!owner) throw new Error(`Nobody has the pass type ${pass.passTypeId} of pass ${pass.id}.`)
  const identity = await deps.identities.byConfiguration(owner.customerId, owner.configurationId)
  try {
    const template = await deps.templates.of(identity, commonPartsOf(content))
    const retired = isRetired(content, pass.voidedAt, at)
    const file = await template.issue({ ...appleOf(content), ...identityOf(deps, pass, retired) }, { signingTime: at })
    return { file, retired }
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    const errors = fieldErrorsOf(error.issues, content)
    const detail = `Pass ${pass.id} cannot be built: Apple Wallet would not take ${errors.map(({ path }) => path).join(', ')}.`
    throw new Problem('pass_unfit', detail, { errors, cause: error })
  }
}

/**
 * Who the pass is and where its phone asks for news. Not what it shows, so no part of the content can change it. One that
 * has retired says nowhere to ask: phones would go on for years.
 */
function identityOf(
  { core, baseUrl }: AppleDeps,
  { customerId, passTypeId, serial }: Pass,
  retired: boolean,
): PassJson {
  if (retired) return { serialNumber: serial }
  return {
    serialNumber: serial,
    webServiceURL: baseUrl,
    authenticationToken: phoneToken(core.keys, customerId, passTypeId, serial),
  }
}
