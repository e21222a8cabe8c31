import type { PassJson, PassStyle, SchemeReport } from '@billfold/pkpass'

const styles: readonly PassStyle[] = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard']

const verdicts: Readonly<Record<SchemeReport['verdict'], string>> = {
  used: 'drawn',
  uncertain: 'perhaps drawn, which only a phone can tell,',
  unused: 'asked for, but not drawn: something is missing',
}

/** How phones draw a pass: its style, and each new look that it asks for, as facts for people. */
export function lookFacts(
  pass: PassJson | undefined,
  schemes: readonly SchemeReport[],
): readonly (readonly [string, unknown])[] {
  return [
    ['Style', pass && styles.find((style) => pass[style] !== undefined)],
    ...schemes.map(
      ({ scheme, verdict, usedSinceIos, usedUntilIos }) =>
        [scheme, [verdicts[verdict], phones(usedSinceIos, usedUntilIos)].join(' ').trim()] as const,
    ),
  ]
}

function phones(sinceIos: number | undefined, untilIos: number | undefined): string {
  if (sinceIos === undefined) return ''
  return untilIos === undefined ? `from iOS ${sinceIos} on` : `on iOS ${sinceIos} to ${untilIos}`
}
