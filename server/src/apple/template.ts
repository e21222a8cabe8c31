import {
  compileTemplate,
  type Identity,
  type ImageStyle,
  type PassTemplate,
  type Personalization,
} from '@billfold/pkpass'
import type { PassContent } from '../passes/content/content.ts'
import { rememberRecent } from '../platform/recent.ts'
import type { Images, PassImages } from './images.ts'
import { personalizationOf } from './personalization.ts'
import { imageStylesOf } from './style.ts'

/** What many passes of one certificate have in common beside their pass.json. */
export interface CommonParts {
  readonly styles: readonly ImageStyle[]
  readonly images: PassImages
  /** The form that they offer, if they do. */
  readonly personalization: Personalization | undefined
}

/** What passes of one certificate and the same parts share: compiled once, and kept while it is in use. */
export interface Templates {
  /** @throws PassError when the files are not those of a pass */
  of(identity: Identity, parts: CommonParts): Promise<PassTemplate>
}

/** Some 200 kB each; a campaign has one, or a few if its variants change images. */
const keptTemplates = 100

export function openTemplates(images: Images): Templates {
  const remember = rememberRecent<PassTemplate>(keptTemplates)
  return {
    of(identity, { styles, images: named, personalization }) {
      const { fingerprint256 } = identity.certificate
      const roles = Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1))
      return remember(JSON.stringify([fingerprint256, styles, roles, personalization]), async () =>
        compileTemplate({
          identity,
          pass: {},
          files: {
            ...(await images.filesOf(styles, named)),
            ...(personalization && { 'personalization.json': Buffer.from(JSON.stringify(personalization)) }),
          },
        }),
      )
    },
  }
}

/** What passes with this content share with others. A form, and its logo, is there only as long as it is offered. */
export function commonPartsOf(content: PassContent): CommonParts {
  const { images: { personalizationLogo, ...images } = {}, enrolment } = content
  return {
    styles: imageStylesOf(content),
    images: enrolment && personalizationLogo ? { ...images, personalizationLogo } : images,
    personalization: enrolment && personalizationOf(enrolment),
  }
}
