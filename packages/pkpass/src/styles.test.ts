import { describe, expect, it } from 'vitest'
import { readPass } from './read.ts'
import { compileTemplate } from './template.ts'
import { expectAcceptedByOthers } from './testing/accepted-by-others.ts'
import { archiveReaders, unpackWith } from './testing/archive-readers.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { iconFiles } from './testing/fixtures.ts'
import { samplePasses } from './testing/sample-passes.ts'

const identity = developmentAuthority().identity()
const translations = { en: { Points: 'Points' }, 'zh-Hans': { Points: '积分' } }

describe.each(Object.entries(samplePasses))('a pass of style %s', async (_, pass) => {
  const token = { webServiceURL: 'https://example.com', authenticationToken: '0123456789abcdef' }
  const template = compileTemplate({ identity, pass, files: iconFiles, translations })
  const bytes = (await template.issue({ serialNumber: 'style-1', ...token })).bytes()

  it('is accepted by openssl, and its manifest is right', () => expectAcceptedByOthers(bytes))

  it.each(archiveReaders)('is unpacked by %s, file by file', (program) => {
    const unpacked = unpackWith(program, bytes)
    const { files } = readPass(bytes)
    expect([...unpacked.keys()].sort()).toEqual([...files.keys()].sort())
    for (const [name, content] of files) expect(unpacked.get(name)?.equals(content)).toBe(true)
  })
})

it('unzip at least is there to be asked', () => expect(archiveReaders).toContain('unzip'))
