import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openDevelopmentAuthority } from '@billfold/simulator'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compile, resolutions } from './compile.ts'
import { expectedFiles } from './expected-files.ts'
import { guidesIn, writeGuides } from './guides.ts'
import { nodesAtHand } from './nodes.ts'
import { installIn, lend, manifestOf, type PackedPackage, pack, packageFolders, root } from './pack.ts'

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

describe.each(packageFolders.map((folder) => [manifestOf(folder).name, folder] as const))('%s', (name, folder) => {
  const place = join(scratch, basename(folder))
  let packed: PackedPackage
  beforeAll(() => {
    packed = pack(folder, scratch)
    installIn(place, packed)
    copyFileSync(join(folder, 'test/smoke.mjs'), join(place, 'smoke.mjs'))
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
    'has types for every entry, and guides that compile, under %s',
    (resolution) => {
      lend(place, '@types/node', 'undici-types', 'sharp')
      const entries = Object.keys(manifestOf(folder).exports).map((entry) => name + entry.slice(1))
      const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}'\nvoid entry${index}\n`)
      writeFileSync(join(place, 'entries.ts'), imports.join(''))
      writeGuides(folder, place)
      expect(compile(place, resolution)).toBe('')
      rmSync(join(place, 'node_modules/sharp'))
    },
  )

  it.each(nodesAtHand)('works as it is packed on Node.js %s', (_, program) => {
    execFileSync(program, ['--unhandled-rejections=strict', 'smoke.mjs', credentials], { cwd: place, stdio: 'pipe' })
  })
})

it('guides are the TypeScript blocks, under the name that they give themselves', () => {
  const readme = '# x\n```ts\n// a.ts\nexport const a = 1\n```\n```sh\nnpm\n```\n```ts\na\n```\n'
  expect([...guidesIn(readme).keys()]).toEqual(['a.ts', 'guide-2.ts'])
})
