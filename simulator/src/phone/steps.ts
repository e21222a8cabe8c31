import type { Issue } from '@billfold/pkpass'
import { printable } from '../terminal-text.ts'

/** What a phone does, told as it happens. */
export type Step =
  | {
      readonly kind: 'request'
      readonly method: string
      readonly url: string
      /** The status of the answer, or why there was none. */
      readonly outcome: number | string
    }
  | { readonly kind: 'refused'; readonly serialNumber: string; readonly issues: readonly Issue[] }
  | { readonly kind: 'complaint'; readonly webService: string; readonly line: string }
  | { readonly kind: 'retry'; readonly waitMs: number }
  /** The signature of a personalization token. */
  | { readonly kind: 'verified'; readonly passTypeIdentifier: string }

/** One line for people: `POST /v1/devices/…/registrations/… → 201`. */
export function describeStep(step: Step): string {
  return printable(textOf(step)).replaceAll('\n', ' ')
}

function textOf(step: Step): string {
  switch (step.kind) {
    case 'request':
      return `${step.method} ${pathOf(step.url)} → ${step.outcome}`
    case 'refused':
      return `Wallet refuses the update of ${step.serialNumber}: ${step.issues.map((issue) => issue.message).join(' ')}`
    case 'complaint':
      return `Wallet complains: ${step.line}`
    case 'retry':
      return `Trying again in ${step.waitMs / 1000} s`
    case 'verified':
      return `Wallet has verified that ${step.passTypeIdentifier} signed the token of the form`
  }
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '')
}
