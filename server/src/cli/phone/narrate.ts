import {
  type AndroidNotification,
  describeStep,
  type LockScreenLine,
  renderAndroidNotification,
  renderLockScreen,
  type Step,
} from '@billfold/simulator'
import type { Io } from '../io.ts'
import { plain, styleFor } from '../output.ts'

/** What a phone has done and shown. */
export interface Narration {
  readonly steps: readonly Step[]
  readonly lockScreen: readonly LockScreenLine[]
  readonly notifications: readonly AndroidNotification[]
  readonly onStep: (step: Step) => void
  readonly onLockScreen: (line: LockScreenLine) => void
  readonly onNotification: (notification: AndroidNotification) => void
}

/** Remembers what a phone does and shows, and tells it on standard output as it happens, unless that is to be JSON. */
export function narrate(io: Io, { json = false }: { json?: boolean }): Narration {
  const style = styleFor(io.stdout, io.env)
  const [steps, lockScreen, notifications]: [Step[], LockScreenLine[], AndroidNotification[]] = [[], [], []]
  const say = (text: string) => json || io.stdout.write(text)
  return {
    steps,
    lockScreen,
    notifications,
    onStep(step) {
      steps.push(step)
      say(`${style.dim(stepLine(step))}\n`)
    },
    onLockScreen(line) {
      lockScreen.push(line)
      say(`\n${renderLockScreen(line)}\n\n`)
    },
    onNotification(notification) {
      notifications.push(notification)
      say(`\n${renderAndroidNotification(notification)}\n\n`)
    },
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
