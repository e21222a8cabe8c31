/** Google's own callbacks, captured and published by others, and generated ones that Google's Tink has judged. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeCallback } from './judge-callback.ts'
import { processRootKeys } from './process-root-keys.ts'
import { signedBytes } from './signed-bytes.ts'

interface Vectors {
  readonly signedBytes: readonly { readonly id: string; readonly parts: readonly string[]; readonly hex: string }[]
  readonly vectors: readonly {
    readonly id: string
    readonly layer: 'crypto' | 'policy'
    readonly note: string
    readonly issuerId: string
    readonly nowMillis: number
    readonly rootKeysJson: string
    readonly body: string
    readonly expect: 'accept' | 'reject'
    readonly code: string
  }[]
}

const file = new URL('../testing/ecv2-vectors.json', import.meta.url)
const { signedBytes: byteVectors, vectors } = JSON.parse(readFileSync(file, 'utf8')) as Vectors

it.each(byteVectors)('the bytes that are signed: $id', ({ parts, hex }) => {
  expect(signedBytes(...parts).toString('hex')).toBe(hex)
})

function keysOf(rootKeysJson: string) {
  const answer = processRootKeys({ status: 200, headers: new Headers(), body: rootKeysJson })
  return 'keys' in answer ? answer.keys : []
}

describe.each(vectors)('$id ($layer): $note', ({ issuerId, nowMillis, rootKeysJson, body, expect: expected, code }) => {
  const judge = (given: unknown) => judgeCallback(given, keysOf(rootKeysJson), { issuerId, at: new Date(nowMillis) })

  it(`is decided: ${expected} ${code}`, () => {
    const verdict = judge(body)
    if (expected === 'accept') {
      expect(verdict).toMatchObject({
        isVerified: true,
        message: { objectId: expect.stringContaining(`${issuerId}.`) },
      })
    } else {
      expect(verdict).toMatchObject({ isVerified: false, code: code.toUpperCase().replaceAll('-', '_') })
    }
  })

  it('is decided alike as text, as bytes and as parsed JSON', () => {
    const asText = judge(body)
    expect(judge(Buffer.from(body))).toEqual(asText)
    let parsed: unknown
    try {
      parsed = JSON.parse(body)
    } catch {
      parsed = undefined
    }
    expect(judge(parsed)).toEqual(asText)
  })
})
