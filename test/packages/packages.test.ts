import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openDevelopmentAuthority } from '@billfold/simulator'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { libraryFolders, manifestOf, type PackedLibrary, packLibrary } from '../../scripts/pack.ts'
import { compile, resolutions } from './compile.ts'
import { expectedFiles } from './expected-files.ts'
import { guidesIn, writeGuides } from './guides.ts'
import { installIn, lend, root } from './install.ts'
import { nodesAtHand } from './nodes.ts'

const scratch = mkdtempSync(join(tmpdir(), 'billfold-packages-'))
const credentials = join(scratch, 'credentials')

beforeAll(async () => {
  const at = new Date()
  const authority = await openDevelopmentAuthority(join(scratch, 'authority'), at)
  const subject = { passTypeIdentifier: 'pass.com.example.smoke', teamIdentifier: 'ABCDE12345' }
  const pass = await authority.issuePassCertificate({ ...subject, organizationName: 'Example', at })
  const server = await authority.issueServerCertificate({ names: ['localhost'], at })
  const files = {
    'certificate.pem': pass.certificatePem,
    'key.pem': pass.privateKeyPem,
    'intermediate.pem': authority.intermediatePem,
    'root.pem': authority.rootPem,
    'server.pem': server.certificatePem + authority.intermediatePem,
    'server-key.pem': server.privateKeyPem,
  }
  mkdirSync(credentials)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(credentials, name), content)
})
afterAll(() => rmSync(scratch, { recursive: true }))

describe.each(libraryFolders.map((folder) => [manifestOf(folder).name, folder] as const))('%s', (name, folder) => {
  const place = join(scratch, basename(folder))
  let packed: PackedLibrary
  beforeAll(async () => {
    packed = await packLibrary(folder, scratch)
    installIn(place, packed.tarball)
    // What TypeScript wants to know of Node.js; what the library may use but does not need is lent for a while only.
    lend(place, '@types/node', 'undici-types')
  })

  it('packs its README, the licence and what its sources make, and nothing else', () => {
    expect(packed.files.toSorted()).toEqual(expectedFiles(folder))
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  it('depends on nothing that is not optional', () => {
    const {
      dependencies,
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = JSON.parse(readFileSync(join(place, 'node_modules', name, 'package.json'), 'utf8'))
    expect(dependencies).toBeUndefined()
    for (const peer of Object.keys(peerDependencies)) expect(peerDependenciesMeta[peer]).toEqual({ optional: true })
  })

  it('is found in order by publint', async () => {
    const { messages } = await publint({ pkgDir: join(place, 'node_modules', name), pack: false, strict: true })
    expect(messages).toEqual([])
  })

  it.each(Object.keys(resolutions) as (keyof typeof resolutions)[])(
    'has types for every entry, and guides that compile if each is a program, under %s',
    (resolution) => {
      const peers = Object.keys(manifestOf(folder).peerDependencies ?? {})
      lend(place, ...peers)
      const entries = Object.keys(manifestOf(folder).exports).map((entry) => name + entry.slice(1))
      const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}'\nvoid entry${index}\n`)
      writeFileSync(join(place, 'entries.ts'), imports.join(''))
      writeGuides(folder, place)
      expect(compile(place, resolution)).toBe('')
      for (const peer of peers) rmSync(join(place, 'node_modules', peer))
    },
  )

  it.each(nodesAtHand)('works as it is packed on Node.js %s', (_, program) => {
    copyFileSync(join(folder, 'test/smoke.mjs'), join(place, 'smoke.mjs'))
    execFileSync(program, ['--unhandled-rejections=strict', 'smoke.mjs', credentials], { cwd: place, stdio: 'pipe' })
  })
})

it('guides are the TypeScript blocks, under the name that they give themselves', () => {
  const readme = '# x\n```ts\n// a.ts\nexport const a = 1\n```\n```sh\nnpm\n```\n```ts\na\n```\n'
  expect([...guidesIn(readme).keys()]).toEqual(['a.ts', 'guide-2.ts'])
})
