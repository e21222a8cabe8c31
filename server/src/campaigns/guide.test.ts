import { readFileSync } from 'node:fs'
import { lintPass, schemeReport } from '@billfold/pkpass'
import { imageSinceIos } from '@billfold/pkpass/keys'
import { describe, expect, it } from 'vitest'
import { judgedClass, judgedObject } from '../../test/google-judges.ts'
import { shownRoles } from '../apple/images.ts'
import { appleOf } from '../apple/pass-json.ts'
import { imageStylesOf } from '../apple/style.ts'
import type { PassContent } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { facesOf } from '../passes/content/faces.ts'
import { passState } from '../passes/content/fixture.ts'
import { compileRevision, type RevisionSource, reviewRevision } from '../passes/content/revision.ts'

interface Example {
  readonly kind: string
  readonly content: { readonly google?: object }
}

const guide = readFileSync(new URL('../../../docs/guide.md', import.meta.url), 'utf8')
const [campaign, ...parts] = [...guide.matchAll(/```json\n(\{[\s\S]*?)```/g)].map(([, json = '']) =>
  JSON.parse(json),
) as [object, ...Example[]]
const { apple: examples = [], google: googleExamples = [] } = Object.groupBy(parts, ({ content }) =>
  content.google ? 'google' : 'apple',
)

it('the campaign in docs/guide.md is fit to publish', () => {
  const { kind, draft } = campaign as { kind: string; draft: object }
  expect(reviewRevision({ kind, ...draft })).toEqual([])
})

/** What a campaign has beside the parts that the examples show. */
const rest = {
  issuerName: 'Example',
  title: 'Example',
  description: 'Example',
  images: Object.fromEntries(Object.keys(imageSinceIos).map((role) => [role, 'a'.repeat(64)])),
}
const identity = { formatVersion: 1, passTypeIdentifier: 'p', teamIdentifier: 't', serialNumber: 's' }

function judged(content: PassContent) {
  const { strip: _, ...images } = content.images ?? {}
  const files = shownRoles(imageStylesOf(content), images).map((role) => `${role}@2x.png`)
  const pass = { ...identity, ...appleOf(content) }
  return { findings: lintPass(pass, { files }), looks: schemeReport(pass, { files }) }
}

describe('the keys of Apple’s in docs/guide.md', () => {
  it.each(examples)('of a $kind are fit to publish, and draw what the guide says', (example) => {
    const source = { tokens: [], variants: [], ...example, content: { ...rest, ...example.content } }
    expect(reviewRevision(source)).toEqual([])
    const faces = facesOf(source)
    for (const { content } of faces) {
      const { findings } = judged(content)
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(findings.map(({ code }) => code)).not.toContain('KEY_UNKNOWN')
      expect(findings.map(({ code }) => code)).not.toContain('KEY_WITHOUT_EFFECT')
    }
    expect(judged(faces[0].content).looks).toMatchObject([{ verdict: 'used' }])
  })

  it('of a loyalty card are numbers where they are to be, and a variant takes the poster away', () => {
    const example = examples.find(({ kind }) => kind === 'loyalty')!
    const [base, expired] = facesOf({ tokens: [], variants: [], ...example, content: { ...rest, ...example.content } })
    expect(appleOf(base.content)).toMatchObject({
      posterGeneric: { headerFields: [{ key: 'stamps', value: 0 }] },
      appLaunchURL: 'coffee://card/c-17',
    })
    expect(appleOf(expired!.content)).not.toHaveProperty('posterGeneric')
  })
})

describe('the keys of Google’s in docs/guide.md', () => {
  it.each(googleExamples)('of a $kind are fit to publish, and Google takes what comes of them', (example) => {
    const source = { tokens: [], variants: [], ...example, content: { ...rest, ...example.content } } as RevisionSource
    expect(reviewRevision(source)).toEqual([])
    const revision = compileRevision(source)
    const at = new Date('2026-12-01T12:00:00Z')
    const voucher = { number: '100017', place: 2, family: 'family-9' }
    judgedClass(revision, at)
    expect(judgedObject(contentOf(revision, passState({ voucher }), at), revision, at).resource).toMatchObject({
      smartTapRedemptionValue: '100017',
      groupingInfo: { groupingId: 'family-9', sortIndex: 2 },
      linksModuleData: { uris: [{ uri: 'https://club.example/orders/100017' }] },
    })
  })
})
