/** A span of time in milliseconds since 1970, its start within and its end without; either end may be infinite. */
export type Interval = readonly [startMs: number, endMs: number]

export const always: readonly Interval[] = [[-Infinity, Infinity]]

/** The spans that lie in both lists. Lists are in order and their spans do not touch. */
export function intersection(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return some.flatMap(([start, end]) =>
    others
      .map(([otherStart, otherEnd]): Interval => [Math.max(start, otherStart), Math.min(end, otherEnd)])
      .filter(([commonStart, commonEnd]) => commonStart < commonEnd),
  )
}

/** True if the instant lies in one of the spans. */
export function contains(intervals: readonly Interval[], atMs: number): boolean {
  return intervals.some(([start, end]) => start <= atMs && atMs < end)
}

/** The start of the last span that had begun at an instant, whether it has ended since or not. */
export function lastStart(intervals: readonly Interval[], atMs: number): number | undefined {
  return intervals.findLast(([start]) => start <= atMs)?.[0]
}

/** The finite starts and ends after an instant. */
export function boundariesAfter(intervals: readonly Interval[], atMs: number): number[] {
  return intervals.flat().filter((boundary) => boundary > atMs && Number.isFinite(boundary))
}
