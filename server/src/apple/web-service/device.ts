/** What another wallet than Apple's sends as push token may be long and have `:`, `_` and `-`. */
export const pushTokenPattern = /^[\x21-\x7e]{1,512}$/

/** Apple, *Adding a Web Service to Update Passes*: device library identifiers are opaque. */
export function isDeviceId(text: string): boolean {
  return text.length <= 255 && !/\p{Cc}/u.test(text)
}
