import { drawingSVG, qrcode } from 'bwip-js/generic'
import { type Html, trusted } from './html.ts'

/** In units of the drawing, of which a module takes two: the quiet zone of four modules that ISO/IEC 18004 asks for. */
const quietZone = 8

/** A QR code as SVG, dark on white whatever the page around it, since many readers fail on the reverse. */
export function qrCode(text: string): Html {
  const options = { bcid: 'qrcode', text, eclevel: 'M', scale: 1, padding: quietZone, backgroundcolor: 'FFFFFF' }
  return trusted(qrcode(options, drawingSVG()))
}
