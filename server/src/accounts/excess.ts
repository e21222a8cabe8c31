import type { FieldError } from '../errors.ts'
import type { ApiKey } from './api-key.ts'
import { type Caller, hasScope } from './caller.ts'

/** What an API key allows, and on which campaigns. */
export type Rights = Pick<ApiKey, 'scopes' | 'campaignIds'>

/** What of these rights the caller's own key lacks: nobody can give, or take away, more than they have. */
export function excessRights(caller: Caller, rights: Rights): FieldError[] {
  return [
    ...rights.scopes.flatMap((scope, index) => (hasScope(caller, scope) ? [] : [excessScope(scope, index)])),
    ...excessCampaigns(caller.campaignIds, rights.campaignIds),
  ]
}

/** Whether a grant would outlive the caller's own key. */
export function excessTime(caller: Caller, notAfter: Date | null): FieldError[] {
  const own = caller.notAfter
  if (own === null || (notAfter !== null && notAfter <= own)) return []
  return [
    {
      path: '/expiresAt',
      code: 'exceeds_caller',
      message: 'is later than the expiry of the API key of this request',
      fix: `Give a time not after ${own.toISOString()}.`,
    },
  ]
}

const excessScope = (scope: string, index: number): FieldError => ({
  path: `/scopes/${index}`,
  code: 'exceeds_caller',
  message: `grants ${scope}, which the API key of this request does not have`,
  fix: 'Leave it out, or use a key that has it.',
})

function excessCampaigns(own: Caller['campaignIds'], granted: Rights['campaignIds']): FieldError[] {
  if (own === null) return []
  const code = 'exceeds_caller'
  const fix = `Name only campaigns among ${own.join(', ')}.`
  if (granted === null) {
    return [
      {
        path: '/campaignIds',
        code,
        message: 'is absent, but the API key of this request is limited to campaigns',
        fix,
      },
    ]
  }
  return granted.flatMap((id, index) =>
    own.includes(id)
      ? []
      : [
          {
            path: `/campaignIds/${index}`,
            code,
            message: 'is none of the campaigns of the API key of this request',
            fix,
          },
        ],
  )
}
