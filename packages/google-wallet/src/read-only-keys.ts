/** What only Google sets: in answers, and without effect or refused in requests. */
export const readOnlyKeys: ReadonlySet<string> = new Set(['classReference', 'hasUsers', 'review'])
