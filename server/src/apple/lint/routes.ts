import { comparePasses, type Issue, lintPackage, lintPass, schemeReport } from '@billfold/pkpass'
import { requires } from '../../accounts/authorize.ts'
import { isZone } from '../../passes/content/moments.ts'
import type { Clock } from '../../platform/clock.ts'
import type { App } from '../../platform/http.ts'
import { invalidRequest } from '../../platform/request-validator.ts'
import { LintAnswer, LintBody, type LintInput } from './schema.ts'

/** As large as a pass that phones still take in reasonable time, packed and unpacked. */
const maxPackageBytes = 10 * 1024 * 1024
const packageLimits = { maxBytes: 2 * maxPackageBytes, maxFiles: 500 }

/** What the command line says of a pass, for machines: the same code. */
export function lintRoutes(app: App, { clock }: { readonly clock: Clock }): void {
  app.register(async (scope) => {
    const routes = scope as App
    routes.addContentTypeParser('application/vnd.apple.pkpass', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    routes.post(
      '/api/passes/lint',
      {
        bodyLimit: maxPackageBytes,
        onRequest: requires('passes:read'),
        schema: {
          tags: ['passes'],
          summary: 'Find what is wrong with a pass for Apple Wallet',
          description:
            'Of a `.pkpass` file, or of a pass.json in `pass`: what Wallet refuses, what it passes over in silence, and why it ' +
            'would draw an older look. With `against` also what the lock screen shows when phones get this version after ' +
            'that one. Nothing is kept.',
          body: LintBody,
          response: { 200: LintAnswer },
        },
      },
      async ({ body }) =>
        Buffer.isBuffer(body) ? lintedPackage(body, clock.now()) : lintedJson(body as LintInput, clock.now()),
    )
  })
}

function lintedPackage(bytes: Uint8Array, at: Date): LintAnswer {
  const { issues, schemes } = lintPackage(bytes, { at, ...packageLimits })
  return { accepted: isAccepted(issues), issues, schemes }
}

function lintedJson({ pass, files, personalization, against, timeZone = 'UTC' }: LintInput, at: Date): LintAnswer {
  if (!isZone(timeZone)) throw invalidRequest([unknownZone])
  const known = { ...(files && { files }), ...(personalization && { personalization }), at }
  const comparison = against && comparePasses(against, pass, { timeZone, at })
  const issues = [...lintPass(pass, known), ...(comparison?.issues ?? [])]
  return { accepted: isAccepted(issues), issues, schemes: schemeReport(pass, known), ...(comparison && { comparison }) }
}

const unknownZone = {
  path: '/timeZone',
  code: 'time_zone',
  message: 'is no time zone',
  fix: 'Name one of the IANA database, like Europe/Berlin.',
}

function isAccepted(issues: readonly Issue[]): boolean {
  return issues.every(({ severity }) => severity !== 'error')
}
