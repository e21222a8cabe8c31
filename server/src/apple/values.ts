/**
 * An instant as Wallet takes it (W3C, *Date and Time Formats*): with seconds, without fractions, in the offset in which
 * it was written, since a field may show that.
 *
 * @param instant a date-time with an offset, ISO 8601
 */
export function appleDate(instant: string): string {
  return instant.replace(/(T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?/, (_, time: string) =>
    time.length === 'T00:00'.length ? `${time}:00` : time,
  )
}
