/** The upper half of NEXTSTEP's character set, which octal escapes in old property lists mean (Unicode, NEXTSTEP.TXT). */
const upperHalf =
  '\u00a0ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏ' +
  'ÐÑÒÓÔÕÖÙÚÛÜÝÞµ×÷' +
  '©¡¢£⁄¥ƒ§¤’“«‹›ﬁﬂ' +
  '®–†‡·¦¶•‚„”»…‰¬¿' +
  '¹ˋ´ˆ˜¯˘˙¨²˚¸³˝˛ˇ' +
  '—±¼½¾àáâãäåçèéêë' +
  'ìÆíªîïðñŁØŒºòóôõ' +
  'öæùúûıüýłøœßþÿ\ufffd\ufffd'

/** The character of a byte. */
export function nextstepCharacter(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 0x80)
}
