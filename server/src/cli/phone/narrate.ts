import { describeStep, type LockScreenLine, renderLockScreen, type Step } from '@billfold/simulator'
import type { Io } from '../io.ts'
import { plain, styleFor } from '../output.ts'

/** Tells on standard output what a phone does and shows, as it happens. */
export function narrator(io: Io): { step(step: Step): void; lockScreen(line: LockScreenLine): void } {
  const style = styleFor(io.stdout, io.env)
  return {
    step: (step) => io.stdout.write(`${style.dim(stepLine(step))}\n`),
    lockScreen: (line) => io.stdout.write(`\n${renderLockScreen(line)}\n\n`),
  }
}

/** `→ POST /v1/devices/3f0c…/registrations/pass.com.example/01kaz3… 201` */
function stepLine(step: Step): string {
  if (step.kind !== 'request') return `  ${plain(describeStep(step))}`
  return `→ ${step.method} ${shortened(step.url)} ${plain(step.outcome)}`
}

/** Identifiers and link tokens are long, and who reads along looks for what kind of request it is. */
function shortened(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '')
  return path
    .split('/')
    .map((part) => (part.length > 24 && !part.startsWith('pass.') ? `${part.slice(0, 8)}…` : part))
    .join('/')
}
