/** What an API key can be allowed to do. */
export const scopes = {
  admin: 'Everything.',
  'campaigns:read': 'Read campaigns, their drafts and revisions.',
  'campaigns:write': 'Create, change, publish and archive campaigns.',
  'passes:read': 'Read passes and download them.',
  'passes:write': 'Issue, change, void and restore passes.',
  'links:create': 'Make links that open to a pass.',
  'events:read': 'Read the event log.',
  'assets:write': 'Upload images.',
  'credentials:read': 'Read wallet configurations; their secrets are never shown.',
  'credentials:write': 'Store and renew wallet certificates.',
  'keys:write': 'List, make and revoke API keys.',
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as Scope[]
