/** Has the compiler judge what people read and write: the README's code, and a value of every generated type. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { schemas } from './generated/schemas.ts'
import { sampleOf } from './testing/samples.ts'

const packageFolder = join(import.meta.dirname, '..')
const workspace = join(packageFolder, '../..')

/** What the compiler says of a module that uses the package by its name; '' if nothing. */
function complaintsAbout(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'billfold-compile-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'module.ts'), text)
  const compilerOptions = {
    noEmit: true,
    composite: false,
    incremental: false,
    noUnusedLocals: false,
    paths: {
      '@billfold/google-wallet': [join(packageFolder, 'src/index.ts')],
      '@billfold/google-wallet/*': [join(packageFolder, 'src/*.ts')],
    },
    rootDir: '/',
    typeRoots: [join(workspace, 'node_modules/@types')],
  }
  const config = { extends: join(workspace, 'tsconfig.base.json'), compilerOptions, include: ['module.ts'] }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  try {
    const tsc = join(workspace, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

/** What the README's examples have from elsewhere. */
const surroundings = `
declare const budget: { take(priority: unknown, signal: AbortSignal | undefined): Promise<void> }
declare const store: { saveOnce(nonce: string, event: object): Promise<void> }
`

it('the code in the README is one program that compiles', () => {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!)
  expect(blocks.length).toBeGreaterThan(10)
  expect(complaintsAbout([...blocks, surroundings].join('\n'))).toBe('')
})

it('every generated type takes a value that has all its fields', () => {
  const names = Object.keys(schemas)
  const uses = names.map((name) => `export const of${name}: Schemas['${name}'] = ${JSON.stringify(sampleOf(name))}`)
  const imports = "import type { Schemas } from '@billfold/google-wallet'"
  expect(complaintsAbout([imports, ...uses].join('\n'))).toBe('')
})

it('the compiler refuses values, patches and methods that do not exist', () => {
  const complaints = complaintsAbout(`
    import type { Barcode, Wallet } from '@billfold/google-wallet'
    declare const wallet: Wallet
    export const barcode: Barcode = { type: 'CODE_93' }
    await wallet.objects('offer').patch('1.a', { loyaltyPoints: null })
    await wallet.objects('offer').modifyLinkedOffers('1.a', {})
    await wallet.objects('loyalty').modifyLinkedOffers('1.a', {})
    await wallet.classes('offer').patch('1.a', { title: null, messages: [] })
  `)
  const found = complaints.match(/module\.ts\(\d+/g)
  expect(found).toEqual(['module.ts(4', 'module.ts(5', 'module.ts(6'])
})
