import { type Issue, lintPass, type PassJson } from '@billfold/pkpass'
import { type ImageSize, imageSizes } from '../assets/store.ts'
import type { FieldError } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { imageIssues, shownRoles } from './images.ts'
import { appleOf, identityKeys } from './pass-json.ts'
import { type AppleWarning, fieldErrorsOf, warningsOf } from './places.ts'
import { imageStylesOf } from './style.ts'
import { commonPartsOf } from './template.ts'

export interface AppleReview {
  /** Everything for which Apple Wallet would refuse passes with this content. */
  readonly errors: FieldError[]
  /** What it passes over in silence, or draws otherwise than the author may think. */
  readonly warnings: AppleWarning[]
}

/**
 * Everything that there is to say of passes with this content in Apple Wallet, at once: for whoever publishes it.
 *
 * @param content rendered, as with the samples of its tokens
 * @param known what is wrong with the content already, with paths into it; what only follows from it is not said again
 * @returns the places as JSON Pointers under `/content`
 */
export async function reviewApple(
  { core }: { readonly core: { readonly database: Database; readonly clock: Clock } },
  { customerId, content, known = [] }: { customerId: string; content: PassContent; known?: readonly FieldError[] },
): Promise<AppleReview> {
  const { images = {} } = content
  const sizes = await imageSizes(core.database.db, customerId, Object.values(images))
  const issues = [...passIssues(content, core.clock.now()), ...imageIssues(imageStylesOf(content), images, sizes)]
  const places = known.map(({ path }) => `/content${path}`)
  const isNews = ({ path }: FieldError) => !places.some((place) => touch(path, place))
  const judged = [...iconErrors(content), ...assetErrors(content, sizes), ...fieldErrorsOf(issues, content)]
  return {
    errors: [...identityErrors(content), ...judged.filter(isNews)],
    warnings: warningsOf(issues, content).filter(isNews),
  }
}

/** Whether one place is the other, or within it. */
function touch(path: string, other: string): boolean {
  return `${path}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${path}/`)
}

function iconErrors({ images }: PassContent): FieldError[] {
  if (images?.icon !== undefined) return []
  const message = 'Apple Wallet installs no pass without an icon.'
  return [
    { path: '/content/images/icon', code: 'missing', message, fix: 'Put an image at /api/assets and name its id.' },
  ]
}

function assetErrors({ images = {} }: PassContent, present: ReadonlyMap<string, ImageSize>): FieldError[] {
  return Object.entries(images)
    .filter(([, id]) => !present.has(id))
    .map(([role, id]) => ({
      path: `/content/images/${role}`,
      code: 'unknown_asset',
      message: `There is no asset ${id}.`,
      fix: 'Put the image at /api/assets and use the id in the answer.',
    }))
}

function identityErrors({ apple = {} }: PassContent): FieldError[] {
  return identityKeys
    .filter((key) => apple[key] !== undefined)
    .map((key) => ({
      path: `/content/apple/${key}`,
      code: 'identity_key',
      message: 'This key says which pass it is, which is the same in all states of the pass.',
      fix: 'Remove it: Billfold sets it.',
    }))
}

/** Stands in for what each pass has of its own, so that only the content is judged. */
const someIdentity: PassJson = {
  formatVersion: 1,
  passTypeIdentifier: 'pass.example',
  teamIdentifier: 'TEAM',
  serialNumber: 'serial',
  webServiceURL: 'https://passes.example',
  authenticationToken: '0123456789abcdef',
}

function passIssues(content: PassContent, at: Date): Issue[] {
  const { styles, images, personalization } = commonPartsOf(content)
  const files = shownRoles(styles, images).map((role) => `${role}.png`)
  const context = { files, at, ...(personalization && { personalization }) }
  return lintPass({ ...someIdentity, ...appleOf(content) }, context)
}
