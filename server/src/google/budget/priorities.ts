/**
 * What goes first where Google's rate does not do for everything: somebody waits at a link that was opened; a pass has
 * changed; a campaign has, and with it many passes.
 */
export const priorities = ['open', 'update', 'broadcast'] as const
export type Priority = (typeof priorities)[number]

/** As rows keep it: the lower, the sooner. */
export const rankOf = (priority: Priority): number => priorities.indexOf(priority)
