import type { Clock } from '../../phone/phone.ts'
import { requireIssuer } from '../accounts/console.ts'
import type { Tokens } from '../accounts/tokens.ts'
import { newSigningKey } from '../callbacks/keys.ts'
import type { Quota } from '../quota.ts'
import type { Issuer, Permission, State } from '../state.ts'
import type { Act } from './commands.ts'
import type { Rules } from './rules.ts'

/** What acts work on. */
export interface Stage {
  readonly state: State
  readonly clock: Clock
  readonly rules: Rules
  readonly quota: Quota
  readonly tokens: Tokens
  readonly away: { untilMs: number }
  /** The limit that the virtual Google was started with. */
  readonly requestsPerSecond: number | null
}

/** Does what an act says. @throws SimulatorError `google_command_invalid` */
export function act(stage: Stage, command: Act): void {
  const { state, clock, rules, quota, tokens, away } = stage
  switch (command.kind) {
    case 'away':
      away.untilMs = clock.now().getTime() + command.forMs
      break
    case 'requests-per-second':
      quota.limit = command.limit
      break
    case 'issuer': {
      setUp(state, requireIssuer(state, command.issuerId), command)
      break
    }
    case 'revoke-key':
      for (const account of state.serviceAccounts.values()) {
        account.keys = account.keys.filter(({ keyId }) => keyId !== command.keyId)
      }
      break
    case 'expire-tokens':
      tokens.expireAll()
      break
    case 'rotate-root-keys':
      state.callbackKeys.roots = [newSigningKey(), ...state.callbackKeys.roots.slice(0, 1)]
      state.callbackKeys.intermediate = undefined
      break
    case 'reset':
      rules.clear()
      away.untilMs = 0
      quota.limit = stage.requestsPerSecond
  }
}

function setUp(state: State, issuer: Issuer, change: Act & { readonly kind: 'issuer' }): void {
  const { invited, apiEnabled, demoMode, testUsers } = change
  const { serviceAccountEmail } = issuer
  const project = state.projects.get(state.serviceAccounts.get(serviceAccountEmail ?? '')?.projectId ?? '')
  if (project && apiEnabled !== undefined) project.apiEnabled = apiEnabled
  if (invited !== undefined && serviceAccountEmail !== undefined) {
    const others = issuer.permissions.filter(({ emailAddress }) => emailAddress !== serviceAccountEmail)
    const permission: Permission = { emailAddress: serviceAccountEmail, role: 'WRITER' }
    issuer.permissions = invited ? [...others, permission] : others
  }
  issuer.demoMode = demoMode ?? issuer.demoMode
  issuer.testUsers = testUsers ?? issuer.testUsers
}
