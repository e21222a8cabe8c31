import { textOf } from '../google/card/texts.ts'
import { type TitleArea, titleArea } from '../google/card/title-area.ts'
import type { AccountPass } from '../google/wallets.ts'
import { isObject, type JsonObject, objectsIn, textAt } from '../json.ts'
import type { AndroidField, AndroidViewing } from './fields.ts'
import { rotatingValue } from './rotating-barcode.ts'
import { aroundBarcode, ownDetailsOf, pathsOnCard, rowsOf, usualDetailsOf } from './templates.ts'

/** What there is to see of a pass in Google Wallet, as a phone writes it. */
export interface AndroidFace {
  readonly objectId: string
  readonly classId: string
  readonly vertical: AccountPass['vertical']
  readonly title: TitleArea
  /** `ACTIVE`; others are among the expired passes. */
  readonly state: string
  /** Marked "[TEST ONLY]": its issuer may not publish passes yet. */
  readonly testOnly: boolean
  /** `#rrggbb`; null where Google chooses. */
  readonly backgroundColor: string | null
  readonly heroImage: string | null
  /** What the card shows below its title. */
  readonly rows: readonly (readonly AndroidField[])[]
  readonly barcode: AndroidBarcode | null
  /** What stands below the card. */
  readonly details: readonly AndroidField[]
  readonly messages: readonly { readonly header: string; readonly body: string }[]
  readonly links: readonly { readonly text: string; readonly uri: string }[]
}

export interface AndroidBarcode {
  /** As in `QR_CODE`. */
  readonly type: string
  /** What it holds now. */
  readonly value: string
  readonly text: string | null
  /** It holds something else in a while. */
  readonly rotating: boolean
  readonly above: readonly AndroidField[]
  readonly below: readonly AndroidField[]
}

/** So many modules of the class are shown, and of the object. */
const shownModules = 10

export function androidFace(pass: AccountPass, viewing: AndroidViewing): AndroidFace {
  const { object, passClass, vertical, testOnly } = pass
  const sides = [object, passClass]
  return {
    objectId: String(object.id),
    classId: String(object.classId),
    vertical,
    title: titleArea(pass, viewing.language),
    state: String(object.state ?? 'ACTIVE'),
    testOnly,
    backgroundColor: textAt(object, 'hexBackgroundColor') ?? textAt(passClass, 'hexBackgroundColor') ?? null,
    heroImage:
      textAt(object, 'heroImage', 'sourceUri', 'uri') ?? textAt(passClass, 'heroImage', 'sourceUri', 'uri') ?? null,
    rows: rowsOf(pass, viewing),
    barcode: barcodeOf(pass, viewing),
    details: ownDetailsOf(pass, viewing) ?? [...usualDetailsOf(pass, viewing), ...modulesOf(pass, viewing)],
    messages: sides.flatMap((side) => messagesOf(side, viewing)),
    links: sides.flatMap((side) => linksOf(side, viewing.language)),
  }
}

/** A rotating barcode comes before one that stays. */
function barcodeOf(pass: AccountPass, viewing: AndroidViewing): AndroidBarcode | null {
  const { rotatingBarcode, barcode } = pass.object
  const shown = isObject(rotatingBarcode) ? rotatingBarcode : barcode
  if (!isObject(shown)) return null
  return {
    type: String(shown.type ?? ''),
    value: shown === rotatingBarcode ? rotatingValue(shown, viewing.at) : (textAt(shown, 'value') ?? ''),
    text: textAt(shown, 'alternateText') ?? null,
    rotating: shown === rotatingBarcode,
    ...aroundBarcode(pass, viewing),
  }
}

/** Text modules that the card does not show already. */
function modulesOf(pass: AccountPass, viewing: AndroidViewing): readonly AndroidField[] {
  const onCard = pathsOnCard(pass)
  return (['object', 'class'] as const).flatMap((side) => {
    const modules = objectsIn((side === 'class' ? pass.passClass : pass.object).textModulesData)
    return modules
      .filter(({ id }) => !onCard.includes(`${side}.textModulesData['${id}']`))
      .slice(0, shownModules)
      .map((module) => ({
        label: textOf(module, 'header', viewing.language) ?? '',
        value: textOf(module, 'body', viewing.language) ?? '',
      }))
  })
}

/** Messages within their interval; of their HTML, a card shows links only. */
function messagesOf(side: JsonObject, { language, at }: AndroidViewing) {
  return objectsIn(side.messages)
    .filter(({ displayInterval }) => isWithin(displayInterval, at))
    .map((message) => ({
      header: textOf(message, 'header', language) ?? '',
      body: withoutMarkup(textOf(message, 'body', language) ?? ''),
    }))
}

function isWithin(interval: unknown, at: Date): boolean {
  const start = textAt(interval, 'start', 'date')
  const end = textAt(interval, 'end', 'date')
  return !(start !== undefined && new Date(start) > at) && !(end !== undefined && new Date(end) <= at)
}

function linksOf(side: JsonObject, language: string) {
  const uris = isObject(side.linksModuleData) ? objectsIn(side.linksModuleData.uris) : []
  return uris.map((uri) => ({
    text: textOf(uri, 'description', language) ?? String(uri.uri),
    uri: String(uri.uri),
  }))
}

export function withoutMarkup(html: string): string {
  return html.replace(/<[^>]*>/g, '')
}
