/** Google's own spelling of an enum's value; outdated spellings (`active`, `qrCode`) are understood. */
export function canonicalOf(spellings: readonly string[], value: unknown): string | undefined {
  if (typeof value !== 'string' || !spellings.includes(value)) return undefined
  return spellings.find((spelling) => !/[a-z]/.test(spelling) && bare(spelling) === bare(value)) ?? value
}

/** The outdated spelling of a value, which answers still come in at times: `ONE_USER_ALL_DEVICES` → `oneUserAllDevices`. */
export function camelCaseOf(value: string): string {
  return value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll('_', '')
}
