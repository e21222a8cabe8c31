import {
  type AppleObject,
  appleObjects,
  type ImageSlot,
  imageBoxes,
  imageSinceIos,
  type Key,
} from '@billfold/pkpass/keys'

/** docs/apple-keys.md: every key of Apple's passes, from the tables that the linter and the types are made of. */
export function appleKeysPage(): string {
  return `# Keys of Apple Wallet passes

Every key that \`@billfold/pkpass\` knows, through iOS 27: what it takes, which passes read it, and the first iOS that does. Keys that are not here pass
through with a warning. As data they are in \`@billfold/pkpass/keys\`; the types and the linter are made of the same tables. Apple says since when of objects, not of
single keys: for these it is the release that they came with. *Undocumented* keys are in no table of Apple's.

A campaign has these keys in the part \`apple\` of its content, or of a variant's, where a template's result takes the type of its key: [how to write them](guide.md#keys-of-apples-own). Images are
roles in the content's \`images\`.

This page is generated from \`packages/pkpass/src/pass-json/tables\` by \`npm run docs\`.

${appleObjects.map(section).join('\n')}
## Images

| file | since iOS | styles, and the size in points |
| --- | --- | --- |
${(Object.keys(imageSinceIos) as ImageSlot[]).map(imageRow).join('\n')}
`
}

function section({ name, page, keys }: AppleObject): string {
  const rows = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))
  return `## [${name}](${page})

| key | type | since iOS | read by | |
| --- | --- | --- | --- | --- |
${rows.map(([key, row]) => `| \`${key}\` | ${cell(row.type.name)} | ${row.sinceIos} | ${readers(row)} | ${remarks(row)} |`).join('\n')}
`
}

/** Long enumerations are read where they are made. */
function cell(text: string): string {
  return text.length <= 200 ? text : `one of ${text.split(', ').length}: ${text.split(', ').slice(0, 2).join(', ')} …`
}

function readers({ styles, faces, transitTypes, eventType }: Key): string {
  const limits = [...(faces ?? styles ?? []), ...(transitTypes ?? []), ...(eventType ? [eventType] : [])]
  return limits.length === 0 ? 'all' : limits.map((limit) => `\`${limit}\``).join(', ')
}

function remarks({ required, undocumented, deprecatedSinceIos, replacedBy, note }: Key): string {
  const parts = [
    required && '**required**',
    undocumented && '*undocumented*',
    deprecatedSinceIos !== undefined && `deprecated since iOS ${deprecatedSinceIos}`,
    replacedBy !== undefined && `replaced by \`${replacedBy}\``,
    note,
  ]
  return parts.filter(Boolean).join('; ')
}

function imageRow(slot: ImageSlot): string {
  const places = Object.entries(imageBoxes).flatMap(([style, boxes]) => {
    const box = boxes[slot]
    return box
      ? [
          `${style} ${box.fit === 'cover' ? '' : 'up to '}${box.widthPoints} × ${box.heightPoints}${box.isAssumed ? ' (assumed)' : ''}`,
        ]
      : []
  })
  return `| \`${slot}.png\` | ${imageSinceIos[slot]} | ${places.join(', ')} |`
}
