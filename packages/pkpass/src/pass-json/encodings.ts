/** Names of character sets, as a barcode's `messageEncoding` has them (IANA, *Character Sets*, as of November 2026). */

const names = new Set(
  `utf-8 utf-16 utf-16be utf-16le utf-32 utf-32be utf-32le us-ascii ascii latin1 l1 macintosh
  shift_jis windows-31j euc-jp iso-2022-jp iso-2022-jp-2 euc-kr iso-2022-kr gb2312 gbk gb18030 hz-gb-2312 iso-2022-cn big5 big5-hkscs
  koi8-r koi8-u tis-620 viscii`.split(/\s+/),
)

/** `iso-8859-1` to 16, without 12, also with the year; Windows' code pages. */
const families = /^(?:iso[-_]8859-(?:[1-9]|1[0134-6])(?::\d{4})?|windows-(?:125[0-8]|874)|ibm(?:437|85\d|86\d))$/

/** Whether a name is one of a character set that a phone may know; case does not matter. */
export function isEncodingName(name: string): boolean {
  const lower = name.toLowerCase()
  return names.has(lower) || families.test(lower)
}
