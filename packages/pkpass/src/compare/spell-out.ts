const upToNineteen =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = '. . twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
  [100, 'hundred'],
] as const

/** A number in English words, as `PKNumberStyleSpellOut` shows it: 1234.5 is "one thousand two hundred thirty-four point five". */
export function spellOut(value: number): string {
  if (value < 0) return `minus ${spellOut(-value)}`
  const [whole = '0', decimals] = value
    .toFixed(3)
    .replace(/\.?0+$/, '')
    .split('.')
  const words = spellOutWhole(Number(whole))
  if (!decimals) return words
  return `${words} point ${[...decimals].map((digit) => upToNineteen[Number(digit)]).join(' ')}`
}

function spellOutWhole(value: number): string {
  for (const [size, name] of scales) {
    if (value < size) continue
    const rest = value % size
    return `${spellOutWhole(Math.floor(value / size))} ${name}${rest > 0 ? ` ${spellOutWhole(rest)}` : ''}`
  }
  if (value < 20) return upToNineteen[value] ?? ''
  const unit = value % 10
  return `${tens[Math.floor(value / 10)]}${unit > 0 ? `-${upToNineteen[unit]}` : ''}`
}
