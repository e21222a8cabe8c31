import type { Files } from '@billfold/pkpass'
import { images } from '../../passes/content/parts.ts'
import { type Finding, listed } from './finding.ts'

const imageFile = /^(?:([^/]+)\.lproj\/)?([A-Za-z]+)(?:@([23])x)?\.png$/

export interface ImagesOfPass {
  /** By role, the largest image that there is. */
  readonly images: ReadonlyMap<string, Uint8Array>
  readonly findings: readonly Finding[]
}

/**
 * The images of a pass that a campaign keeps: each at its largest scale, as the others are made from that.
 *
 * @param language that the campaign speaks, for images that there are in several
 */
export function imagesOfPass(files: Files, language: string | undefined): ImagesOfPass {
  const largest = new Map<string, { readonly rank: number; readonly bytes: Uint8Array }>()
  const findings: Finding[] = []
  const ofOthers: string[] = []
  for (const [name, bytes] of Object.entries(files)) {
    const [, locale, role = '', scale = '1'] = imageFile.exec(name) ?? []
    if (!Object.hasOwn(images.properties, role)) {
      if (!ignored.includes(name)) findings.push(leftOut(name))
      continue
    }
    const isOfLanguage = locale !== undefined && locale.replaceAll('_', '-') === language
    if (locale !== undefined && !isOfLanguage) {
      ofOthers.push(name)
      continue
    }
    // An image outside of the language folders is the one that phones show.
    const rank = Number(scale) + (locale === undefined ? 10 : 0)
    if (rank > (largest.get(role)?.rank ?? 0)) largest.set(role, { rank, bytes })
  }
  if (ofOthers.length > 0) findings.push(leftOut(listed(ofOthers), 'A campaign has images in one language.'))
  return { images: new Map([...largest].map(([role, { bytes }]) => [role, bytes])), findings }
}

/** What Pass Designer notes about itself. */
const ignored: readonly string[] = ['tooling.json']

const leftOut = (path: string, message = 'Campaigns have no place for this file.'): Finding => ({
  path,
  code: 'file_left_out',
  message,
  fix: 'If passes need it, build them with the library @billfold/pkpass.',
})
