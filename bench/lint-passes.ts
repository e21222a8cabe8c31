import { lintPass } from '../packages/pkpass/dist/index.js'
import { flight, imagesOf, posterCard, posterTicket } from '../packages/pkpass/src/testing/full-passes.ts'
import type { Context } from './context.ts'
import type { Finding } from './harness.ts'
import { loop, withCpu } from './measure.ts'

const fullPasses = [
  ['a poster event ticket', posterTicket, imagesOf.posterTicket],
  ['a flight with all its tags', flight, imagesOf.flight],
  ['a poster card', posterCard, imagesOf.posterCard],
] as const

/** The lint of passes that use what there is, in processor time. */
export async function lintFindings({ plan, progress }: Context): Promise<Finding[]> {
  progress('lint')
  const findings: Finding[] = []
  for (const [name, pass, files] of fullPasses) {
    const context = { files, at: new Date('2027-01-01T12:00:00Z') }
    const lint = () => lintPass(pass, context)
    const issues = lint().filter(({ severity }) => severity === 'error')
    if (issues.length > 0) throw new Error(`It finds errors in ${name}, which has none: ${JSON.stringify(issues[0])}`)
    loop(plan.warmUp.durationMs, lint)
    const { cpuMsPerOperation = Number.NaN } = await withCpu(() => loop(plan.round.durationMs, lint))
    findings.push({ what: `the processor time to lint ${name}`, value: cpuMsPerOperation, unit: 'ms', atMost: 0.5 })
  }
  return findings
}
