import { compileTemplate, type Identity, type ImageStyle, type PassTemplate } from '@billfold/pkpass'
import { rememberRecent } from '../platform/recent.ts'
import type { Images, PassImages } from './images.ts'

/** What passes of one certificate, the same styles and set of images share: compiled once, and kept while it is in use. */
export interface Templates {
  /** @throws PassError when the files are not those of a pass */
  of(identity: Identity, styles: readonly ImageStyle[], images: PassImages): Promise<PassTemplate>
}

/** Some 200 kB each; a campaign has one, or a few if its variants change images. */
const keptTemplates = 100

export function openTemplates(images: Images): Templates {
  const remember = rememberRecent<PassTemplate>(keptTemplates)
  return {
    of(identity, styles, named) {
      const { fingerprint256 } = identity.certificate
      const roles = Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1))
      return remember(JSON.stringify([fingerprint256, styles, roles]), async () =>
        compileTemplate({ identity, pass: {}, files: await images.filesOf(styles, named) }),
      )
    },
  }
}
