/**
 * iOS takes a change message for a format string with exactly one conversion, `%@`; `%%` stands for a percent sign
 * (Apple, *PassFieldContent*; Foundation, *String Format Specifiers*).
 *
 * @returns what is wrong with one: `none` without a place for the value, `odd` with something that iOS does not fill in
 */
export function formatProblem(message: string): 'none' | 'odd' | undefined {
  if (!message.includes('%@')) return 'none'
  const [start, end, ...others] = message.split('%%').join('').split('%@')
  return others.length === 0 && end !== undefined && !`${start}${end}`.includes('%') ? undefined : 'odd'
}

/** The message with the value in its place, undefined if iOS could not fill it in. */
export function fillIn(message: string, value: string): string | undefined {
  if (value === '' || formatProblem(message) !== undefined) return undefined
  return message.replace(/%[@%]/g, (conversion) => (conversion === '%@' ? value : '%'))
}
