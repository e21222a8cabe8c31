import { expect, it } from 'vitest'
import { describeStep, type Step } from './steps.ts'

const issue = { code: 'X', severity: 'error', path: '', message: 'It is \u001b[2Jbroken.\nTwice.', fix: '' } as const

it.each<[Step, string]>([
  [
    { kind: 'request', method: 'POST', url: 'http://127.0.0.1:8080/v1/devices/d/registrations/t/s', outcome: 201 },
    'POST /v1/devices/d/registrations/t/s → 201',
  ],
  [
    {
      kind: 'request',
      method: 'GET',
      url: 'https://passes.example.com/v1/passes/t/s',
      outcome: 'The request timed out.',
    },
    'GET /v1/passes/t/s → The request timed out.',
  ],
  [
    { kind: 'refused', serialNumber: 'card-1', issues: [issue] },
    'Wallet refuses the update of card-1: It is broken. Twice.',
  ],
  [{ kind: 'complaint', webService: 'https://passes.example.com', line: '[…] oh' }, 'Wallet complains: […] oh'],
  [{ kind: 'retry', waitMs: 500 }, 'Trying again in 0.5 s'],
  [
    { kind: 'verified', passTypeIdentifier: 'pass.com.example' },
    'Wallet has verified that pass.com.example signed the token of the form',
  ],
])('%j reads "%s"', (step, expected) => {
  expect(describeStep(step)).toBe(expected)
})
