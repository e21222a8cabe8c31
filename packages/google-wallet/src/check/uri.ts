import { describe } from '../issue.ts'
import { type Run, report } from './run.ts'

const usualSchemes: readonly (string | undefined)[] = ['http', 'https', 'tel', 'mailto', 'geo', 'sms']

/** Any address: Google demands a scheme. */
export function checkUri(text: string, path: string, run: Run): void {
  const scheme = schemeOf(text)
  if (scheme === undefined) invalid(text, path, run)
  // Deep links into apps are allowed in some places; on a details page they are rarely meant.
  else if (path.includes('linksModuleData') && !usualSchemes.includes(scheme)) {
    const fix = 'Use http(s):, tel: or mailto:; links to maps are https.'
    report(run, 'URI_SCHEME_UNUSUAL', path, `${describe(text)} begins with ${scheme}:.`, fix)
  }
}

/** An address that Google fetches the image from when the resource is inserted. */
export function checkImageUri(text: string, path: string, run: Run): void {
  const scheme = schemeOf(text)
  if (scheme === 'https') return
  if (scheme !== 'http') invalid(text, path, run)
  else report(run, 'IMAGE_NOT_HTTPS', path, `${describe(text)} is not https.`, 'Serve images over https.')
}

/** An address that Google sends something to. */
export function checkCallbackUri(text: string, path: string, run: Run): void {
  const scheme = schemeOf(text)
  if (scheme === 'https') return
  if (scheme === undefined) invalid(text, path, run)
  else report(run, 'URI_NOT_HTTPS', path, `${describe(text)} is not https.`, 'Google calls https addresses only.')
}

/** Whether texts of a form are addresses. */
export function isUriFormat(format: unknown): boolean {
  return format === checkUri || format === checkImageUri || format === checkCallbackUri
}

function schemeOf(text: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):./i.exec(text)?.[1]
  return scheme !== undefined && URL.canParse(text) ? scheme.toLowerCase() : undefined
}

function invalid(text: string, path: string, run: Run): void {
  const fix = 'Write the whole address with its scheme, like https://example.com/page.'
  report(run, 'URI_INVALID', path, `${describe(text)} is no address.`, fix)
}
