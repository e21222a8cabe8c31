import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorKinds } from '../src/errors.ts'
import { testDatabase } from '../test/database.ts'
import { documents } from './documents.ts'

describe('generated documents are those of the code (npm run docs writes them)', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  let generated: Map<string, { file: string; text: string }>
  beforeAll(async () => {
    database = await testDatabase()
    generated = new Map((await documents(database.url)).map((document) => [basename(document.file), document]))
  })
  afterAll(() => database.drop())

  for (const name of ['errors.md', 'configuration.md', 'events.md', 'apple-keys.md', 'openapi.json', 'schema.sql']) {
    it(name, async () => {
      const document = generated.get(name)!
      expect(await readFile(document.file, 'utf8')).toBe(document.text)
    })
  }

  it('every route of the API is described: a summary and a tag', () => {
    const { paths } = JSON.parse(generated.get('openapi.json')!.text) as {
      paths: Record<string, Record<string, { summary?: string; tags?: string[] }>>
    }
    const undescribed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, route]) => !route.summary || !route.tags?.length)
        .map(([method]) => `${method} ${path}`),
    )
    expect(undescribed).toEqual([])
  })

  it('every error code that the code throws has its page', async () => {
    const page = generated.get('errors.md')!.text
    for (const code of Object.keys(errorKinds)) expect(page).toContain(`## ${code}\n`)
  })
})
