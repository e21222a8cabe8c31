/** The rules for the files of a pass beside pass.json (Apple, *Building a Pass*; Human Interface Guidelines, Wallet). */
import { type Issue, issueOf } from './errors.ts'
import { readImageHeader } from './images/header.ts'
import { maxPassBytes, maxPassFiles } from './limits.ts'
import { isStray, unsafeName } from './zip/member-name.ts'

/** A pass's files by their paths: `icon@2x.png`, `en.lproj/pass.strings`. */
export type Files = Readonly<Record<string, Uint8Array>>

/** Files as they are given, or as an archive holds them. */
export type FileSource = Files | ReadonlyMap<string, Uint8Array>

export function entriesOf(files: FileSource): readonly (readonly [name: string, bytes: Uint8Array])[] {
  return files instanceof Map ? [...files] : Object.entries(files)
}

/** Written by the builder, so not to be given. */
const reservedNames: readonly string[] = ['pass.json', 'manifest.json', 'signature']
const otherImageType = /\.(jpe?g|gif|webp|heic|svg|bmp|tiff?)$/i
const icon = /^(?:[^/]+\.lproj\/)?icon(@[23]x)?\.png$/

/** The problems of the files that a template is made from. */
export function checkTemplateFiles(files: Files): Issue[] {
  const entries = Object.entries(files)
  return [
    ...entries.flatMap(([name]) => nameIssues(name)),
    ...checkImages(files),
    ...sizeIssues(entries.map(([, bytes]) => bytes)),
  ]
}

/** The problems of the images among a pass's files: a missing icon, anything that is no PNG. */
export function checkImages(files: FileSource): Issue[] {
  const all = entriesOf(files)
  return [...iconIssues(all.map(([name]) => name)), ...all.flatMap(([name, bytes]) => imageIssues(name, bytes))]
}

/** What the operating system left in a package. */
export function strayIssues(files: FileSource): Issue[] {
  const fix = 'Leave out what the operating system adds.'
  return entriesOf(files)
    .filter(([name]) => isStray(name))
    .map(([name]) => issueOf('FILE_STRAY', name, 'This is not part of a pass.', fix))
}

function nameIssues(name: string): Issue[] {
  const unsafe = unsafeName(name)
  if (unsafe) {
    return [
      issueOf(
        'FILE_NAME_UNSAFE',
        name,
        `The name ${unsafe}.`,
        'Name files by their path inside the pass, with slashes.',
      ),
    ]
  }
  if (reservedNames.includes(name)) {
    return [issueOf('FILE_NAME_RESERVED', name, 'This file is written when the pass is built.', 'Leave it out.')]
  }
  if (isStray(name)) {
    return [issueOf('FILE_STRAY', name, 'This is not part of a pass.', 'Leave out what the operating system adds.')]
  }
  return []
}

function iconIssues(names: readonly string[]): Issue[] {
  const scales = new Set(names.flatMap((name) => icon.exec(name)?.slice(1) ?? []))
  if (names.every((name) => !icon.test(name))) {
    return [
      issueOf(
        'ICON_MISSING',
        'icon.png',
        'Wallet installs no pass without an icon.',
        'Add icon.png, icon@2x.png and icon@3x.png.',
      ),
    ]
  }
  return ['@2x', '@3x']
    .filter((scale) => !scales.has(scale))
    .map((scale) =>
      issueOf(
        'ICON_SCALE_MISSING',
        `icon${scale}.png`,
        `There is no icon for ${scale} screens.`,
        `Add icon${scale}.png.`,
      ),
    )
}

function imageIssues(name: string, bytes: Uint8Array): Issue[] {
  if (otherImageType.test(name)) {
    return [issueOf('IMAGE_NOT_PNG', name, 'Wallet reads images in PNG only.', 'Convert it and name it .png.')]
  }
  if (!name.toLowerCase().endsWith('.png')) return []
  const header = readImageHeader(bytes)
  if (header.format === 'png') return []
  const found = header.format === undefined ? header.found : `a ${header.format.toUpperCase()}`
  return [issueOf('IMAGE_NOT_PNG', name, `It is named .png but is ${found}.`, 'Convert it to PNG.')]
}

function sizeIssues(files: readonly Uint8Array[]): Issue[] {
  const sizeBytes = files.reduce((sum, bytes) => sum + bytes.length, 0)
  if (sizeBytes <= maxPassBytes && files.length <= maxPassFiles) return []
  return [
    issueOf(
      'PASS_TOO_LARGE',
      'files',
      `${files.length} files with ${sizeBytes} bytes; at most ${maxPassFiles} files and ${maxPassBytes} bytes are possible.`,
      'Leave out what the pass does not show, and shrink its images.',
    ),
  ]
}
