/**
 * What iOS complains about to `/v1/log`, in its words as server operators see them: a task that failed, or an answer
 * that it took although something about it is wrong (Apple, *Log a Message*).
 */

/** What a task was about. `null` stands for a value that the phone did not have: iOS writes `(null)`. */
export type Task =
  | {
      readonly name: 'Register' | 'Unregister'
      readonly device: string
      readonly passTypeIdentifier: string
      readonly serialNumber: string
    }
  | {
      readonly name: 'Get serial #s'
      readonly device: string
      readonly passTypeIdentifier: string
      readonly lastUpdated: string | null
    }
  | {
      readonly name: 'Get pass'
      readonly passTypeIdentifier: string
      readonly serialNumber: string
      readonly ifModifiedSince: string | null
    }
  | { readonly name: 'Personalize'; readonly passTypeIdentifier: string; readonly serialNumber: string }

/** The complaint that a task failed. */
export function taskFailed(task: Task, webService: string, error: string): string {
  return `${task.name} task (${partsOf(task).join(', ')}; with web service url ${webService}) encountered error: ${error}`
}

function partsOf(task: Task): readonly string[] {
  const type = `pass type ${task.passTypeIdentifier}`
  switch (task.name) {
    case 'Register':
    case 'Unregister':
      return [`for device ${task.device}`, type, `serial number ${task.serialNumber}`]
    case 'Get serial #s':
      return [`for device ${task.device}`, type, `last updated ${task.lastUpdated ?? '(null)'}`]
    case 'Get pass':
      return [type, `serial number ${task.serialNumber}`, `if-modified-since ${task.ifModifiedSince ?? '(null)'}`]
    case 'Personalize':
      return [type, `serial number ${task.serialNumber}`]
  }
}

/** The complaints about answers that were taken, by what is wrong with them. */
export const faults = {
  lastModifiedMissing: (serialNumber: string) =>
    `Server returned the pass data for serial number '${serialNumber}' but did not provide a 'last-modified' header.`,
  ifModifiedSinceIgnored: (serialNumber: string, lastModified: string) =>
    `Server ignored the 'if-modified-since' header (${lastModified}) and returned the full unchanged pass data for serial number '${serialNumber}'.`,
  passUnchanged: (serialNumber: string) =>
    `Server requested update to serial number '${serialNumber}', but the pass was unchanged.`,
  tagMissing: (count: number) =>
    `Response to 'What changed?' request included ${count} serial numbers but omitted a lastUpdated tag.`,
  tagUnchanged: (count: number, tag: string) =>
    `Response to 'What changed?' request included ${count} serial numbers but the lastUpdated tag (${tag}) remained the same.`,
  spuriousPush: (tag: string, device: string) =>
    `Device received spurious push. Request for passesUpdatedSince '${tag}' returned no serial numbers. (Device = ${device})`,
  notRegistered: (serialNumber: string) => `Update requested for unregistered serial number ${serialNumber}`,
} as const

/** The complaint about an answer of a web service. */
export function serviceAtFault(passTypeIdentifier: string, webService: string, fault: string): string {
  return `Web service error for ${passTypeIdentifier} (${webService}): ${fault}`
}

/** A complaint as it is sent: `[2026-11-22 09:14:07 +0100] …`, in the phone's time zone. */
export function logLine(complaint: string, at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value
  const offset = zone === undefined || zone === 'GMT' ? '+0000' : zone.replace('GMT', '').replace(':', '')
  return `[${parts} ${offset}] ${complaint}`
}
