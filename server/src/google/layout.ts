import type {
  CardRowTemplateInfo,
  ClassTemplateInfo,
  DateFormat,
  FieldReference,
  FieldSelector,
  TemplateItem,
  TextModuleData,
} from '@billfold/google-wallet'
import type { Slot } from '../passes/content/fields.ts'
import { isJsonObject, type JsonObject } from '../passes/content/json.ts'
import { isOfCalendar } from '../passes/content/personal-places.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { patchedContent } from '../passes/content/revision-source.ts'
import type { Sharing } from '../passes/content/sharing.ts'
import { type FactReference, isTitle } from './mapping.ts'
import { sideOfField } from './modules.ts'
import { authoredFields, frontSlots } from './told-fields.ts'

/** Google Wallet API, *CardTemplateOverride*. */
const maxRows = 3
const maxItemsPerRow = 3

/** A field of the face, as the layout sees it. */
export interface FrontField {
  readonly key: string
  readonly slot: Slot
  readonly format: unknown
}

/**
 * Every field that some pass may have on its face: the layout is the class's, and an item whose field a pass does not have
 * is not shown.
 *
 * @param open indices of the variants whose calendar lets passes in
 */
export function frontFields({ source }: Pick<CompiledRevision, 'source'>, open: readonly number[]): FrontField[] {
  const ofAll = open.filter((index) => isOfCalendar(source.variants[index] ?? { when: {} }))
  const others = open.filter((index) => !ofAll.includes(index))
  const combinations = [ofAll, ...others.map((index) => [...ofAll, index].sort((a, b) => a - b))]
  const contents = combinations.map((combination) => patchedContent(source, combination))
  const fields = frontSlots.flatMap((slot) =>
    contents.flatMap((content) =>
      authoredFields(content, slot).map((field): FrontField => ({ key: field.key, slot, format: field.format })),
    ),
  )
  return fields.filter(({ key }, index) => fields.findIndex((other) => other.key === key) === index)
}

/** Puts the fields into rows: each slot begins one; if that makes too many, the rows are filled up instead. */
export function rowsOf(fields: readonly FrontField[]): { rows: FrontField[][]; left: FrontField[] } {
  const bySlot = frontSlots.flatMap((slot) => chunked(fields.filter((field) => field.slot === slot)))
  const rows = bySlot.length <= maxRows ? bySlot : chunked(fields)
  return { rows: rows.slice(0, maxRows), left: rows.slice(maxRows).flat() }
}

function chunked(fields: readonly FrontField[]): FrontField[][] {
  const rows: FrontField[][] = []
  for (let first = 0; first < fields.length; first += maxItemsPerRow) {
    rows.push(fields.slice(first, first + maxItemsPerRow))
  }
  return rows
}

/**
 * How the card is laid out; undefined if there is nothing on its face, so that Google lays out its facts.
 *
 * @param modules those of the class: a field of the class that has no value has no place either
 */
export function classTemplateInfo(
  front: readonly FrontField[],
  told: ReadonlyMap<string, FactReference>,
  sharing: Sharing,
  modules: readonly TextModuleData[],
): ClassTemplateInfo | undefined {
  const isThere = ({ key }: FrontField) =>
    told.has(key) || sideOfField(key, sharing) === 'object' || modules.some(({ id }) => id === key)
  const fields = front.filter((field) => isThere(field) && !isTitle(told.get(field.key)))
  const { rows } = rowsOf(fields)
  if (rows.length === 0) return undefined
  const selector = (field: FrontField): FieldSelector => ({
    fields: [reference(field, told.get(field.key), sharing)],
  })
  const header = fields.find(({ slot }) => slot === 'header')
  const items = rows.map((row) => row.map((field) => ({ firstValue: selector(field) })))
  return {
    cardTemplateOverride: { cardRowTemplateInfos: items.map(rowInfo) },
    ...(header && { listTemplateOverride: { secondRowOption: selector(header) } }),
  }
}

function rowInfo([first, second, third]: readonly TemplateItem[]): CardRowTemplateInfo {
  if (third !== undefined) return { threeItems: { startItem: first, middleItem: second, endItem: third } }
  if (second !== undefined) return { twoItems: { startItem: first, endItem: second } }
  return { oneItem: { item: first } }
}

function reference(field: FrontField, told: FactReference | undefined, sharing: Sharing): FieldReference {
  if (told?.fieldPath === undefined) {
    return { fieldPath: `${sideOfField(field.key, sharing)}.textModulesData['${field.key}']` }
  }
  const dateFormat = told.isDate ? dateFormatOf(field.format) : undefined
  return { fieldPath: told.fieldPath, ...(dateFormat && { dateFormat }) }
}

/** Google Wallet API, *FieldReference*, by what the format shows: date, time or both. */
function dateFormatOf(format: unknown): DateFormat | undefined {
  const { date, time }: JsonObject = isJsonObject(format) ? format : {}
  if (date === 'none') return 'TIME_ONLY'
  return time === 'none' ? 'DATE_ONLY' : 'DATE_TIME'
}
