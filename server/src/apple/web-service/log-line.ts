/** A line that a phone wrote about a task of its, as far as it says whom it is about. */
export interface LogSubject {
  readonly deviceId: string
  readonly passTypeId: string
  readonly serial: string
}

/**
 * The grammar that iPhones were seen to write: `[2026-11-22 09:00:00 +0100] Register task (for device D, pass type P,
 * serial number S; with web service url U) encountered error: …`.
 */
const subject =
  /\bfor device ([^,;()\p{Cc}]{1,255}), pass type ([^,;()\p{Cc}]{1,255}), serial number ([^,;()\p{Cc}]{1,255})/u

/** Whom a line is about; undefined unless it names a device and a pass. */
export function logSubjectOf(line: string): LogSubject | undefined {
  const [, deviceId, passTypeId, serial] = subject.exec(line) ?? []
  if (deviceId === undefined || passTypeId === undefined || serial === undefined) return undefined
  return { deviceId, passTypeId, serial }
}

const maxLineLength = 2048

/**
 * A line as it may be kept and shown: one line, cut to 2,048 characters, and without what gives access: the device's
 * identifier, what stands where a token does, and whatever is as long as one.
 */
export function readableLine(line: string, { deviceId }: LogSubject): string {
  return line
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(`device ${deviceId},`, 'device …,')
    .replace(/\b((?:Apple|Android)Pass) +\S+/gi, '$1 …')
    .replace(/[A-Za-z0-9_-]{32,}/g, '…')
    .slice(0, maxLineLength)
}
