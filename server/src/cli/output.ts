import { stripVTControlCharacters } from 'node:util'
import type { Io, Output } from './io.ts'

type Paint = (text: string) => string

export interface Style {
  readonly color: boolean
  /** Of the terminal, in characters; undefined for a file or a pipe, whose lines are as long as what they say. */
  readonly columns: number | undefined
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
}

/** ANSI's SGR codes: on, off. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

/** Colours for a terminal; none for a file or a pipe, or where NO_COLOR is set (no-color.org). */
export function styleFor(output: Output, env: NodeJS.ProcessEnv): Style {
  const color = output.isTTY === true && !env.NO_COLOR
  const paint =
    (name: keyof typeof codes): Paint =>
    (text) =>
      color ? `\u001b[${codes[name][0]}m${text}\u001b[${codes[name][1]}m` : text
  return {
    color,
    columns: output.isTTY === true ? output.columns : undefined,
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
  }
}

/** Prints a command's result: as one JSON document if asked for, else as text for people. */
export function print(io: Io, options: { json?: boolean }, document: unknown, text: (style: Style) => string): void {
  io.stdout.write(
    options.json ? `${JSON.stringify(document, null, 2)}\n` : `${text(styleFor(io.stdout, io.env)).trimEnd()}\n`,
  )
}

/** Takes out of somebody else's text what would steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
}

/** A value on one line. */
export function plain(value: unknown): string {
  return value === null || value === undefined ? '–' : printable(String(value)).replace(/\s*[\n\u2028\u2029]\s*/g, ' ')
}

/** Wider lines are hard to read. */
const maxColumns = 100

/** A text behind an indent, on as many lines as the terminal needs. */
export function wrap(text: string, indent: string, { columns }: Style): string {
  if (columns === undefined) return indent + text
  const width = Math.max(Math.min(columns, maxColumns) - indent.length, 20)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => indent + line).join('\n')
}

/** Columns of text, each as wide as its widest cell; the head is dim. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[], style: Style): string {
  const cells = rows.map((row) => row.map(plain))
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [style.dim(line(head)), ...cells.map(line)].join('\n')
}

/** Names and values under each other; a value that is undefined has no line. */
export function facts(entries: readonly (readonly [name: string, value: unknown])[], style: Style): string {
  const shown = entries.filter(([, value]) => value !== undefined)
  const width = Math.max(...shown.map(([name]) => name.length))
  return shown.map(([name, value]) => `${style.dim(name.padEnd(width))}  ${plain(value)}`.trimEnd()).join('\n')
}

/** One place that is wrong, on a line of its own: where, what, and how to mend it. */
export function placeLine(
  { path, message, fix = '' }: { path: string; message: string; fix?: string | undefined },
  style: Style,
): string {
  const parts = [path && style.bold(plain(path)), plain(message), fix && plain(fix)]
  return `  ${parts.filter((part) => part !== '').join(' – ')}`
}

/** `1 pass`, `2 passes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
