import { lintPass, type PassJson } from '@billfold/pkpass'
import { missingAssets } from '../assets/store.ts'
import type { FieldError } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { Database } from '../platform/database.ts'
import { shownRoles } from './images.ts'
import { appleOf, identityKeys } from './pass-json.ts'
import { fieldErrorsOf } from './places.ts'
import { styleOfKind } from './style.ts'

/**
 * Everything for which Apple Wallet would refuse passes with this content, at once: for whoever publishes it.
 *
 * @param content rendered, as with the samples of its tokens
 * @param known what is wrong with the content already, with paths into it; what only follows from it is not said again
 * @returns the places as JSON Pointers under `/content`
 */
export async function reviewApple(
  deps: { readonly core: { readonly database: Database } },
  { customerId, content, known = [] }: { customerId: string; content: PassContent; known?: readonly FieldError[] },
): Promise<FieldError[]> {
  const judged = [
    ...iconErrors(content),
    ...(await assetErrors(deps.core.database, customerId, content)),
    ...passErrors(content),
  ]
  const places = known.map(({ path }) => `/content${path}`)
  return [...identityErrors(content), ...judged.filter(({ path }) => !places.some((place) => touch(path, place)))]
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

async function assetErrors(
  database: Database,
  customerId: string,
  { images = {} }: PassContent,
): Promise<FieldError[]> {
  const named = Object.entries(images)
  const missing = await missingAssets(
    database.db,
    customerId,
    named.map(([, id]) => id),
  )
  return named
    .filter(([, id]) => missing.has(id))
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
}

function passErrors(content: PassContent): FieldError[] {
  const files = shownRoles(styleOfKind[content.kind], content.images ?? {}).map((role) => `${role}.png`)
  return fieldErrorsOf(lintPass({ ...someIdentity, ...appleOf(content) }, { files }))
}
