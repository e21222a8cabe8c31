/** What has become of a campaign's class at Google. */
export const classStates = {
  waiting: 'It is to be sent.',
  approved: 'Google has taken it.',
  underReview: 'Google reviews it.',
  rejected: 'Google has reviewed and rejected it: its passes cannot be saved.',
  refused: 'Google refuses the present revision; the one before stays in force.',
} as const
export type ClassState = keyof typeof classStates
