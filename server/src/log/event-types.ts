/** Every event of the log, with what it means. Events leave Billfold, so a name once given stays. */
export const eventTypes = {
  created: 'A pass came to be: the first open of a link, or an API call.',
  opened: 'Somebody opened the link of a pass.',
  download: 'A wallet took the pass in: a device registered for it, or Google says that it was saved.',
  delete: 'A wallet gave the pass up: a device unregistered, or Google says that it was removed.',
  updated: 'The content of a pass changed: its tokens, or a variant entered or left by its own facts.',
  enrolled: 'The holder of a pass filled in the form by which one enrols; what was filled in became tokens.',
  voided: 'A pass was declared void.',
  restored: 'A void pass became valid again.',
  'campaign.published': 'A campaign got a new revision, which all its passes show.',
  'campaign.changed': 'A campaign was renamed, or what it needs for Google Wallet was set.',
  'campaign.archived': 'A campaign was archived: its links open no more.',
  'campaign.turned': 'The calendar of a campaign entered or left one of its variants, or its passes retired.',
  'key.created': 'An API key was made.',
  'key.revoked': 'An API key was revoked.',
  'wallet.configured': 'The credentials of a wallet were stored or replaced.',
} as const

export type EventType = keyof typeof eventTypes
