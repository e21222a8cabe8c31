/** Has the compiler judge what people read and write: the README's code, and a value of every generated type. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { schemas } from './generated/schemas.ts'
import { sampleOf } from './testing/samples.ts'

const packageFolder = join(import.meta.dirname, '..')
const workspace = join(packageFolder, '../..')

/** What the README's examples have from elsewhere. */
const surroundings = `
declare const budget: { take(priority: unknown, signal: AbortSignal | undefined): Promise<void> }
declare const store: { saveOnce(nonce: string, event: object): Promise<void> }
`
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!)
const valueOfEveryType = Object.keys(schemas).map(
  (name) => `export const of${name}: Schemas['${name}'] = ${JSON.stringify(sampleOf(name))}`,
)

/** Modules that use the package by its name. */
const modules = {
  readme: [...blocks, surroundings].join('\n'),
  values: ["import type { Schemas } from '@billfold/google-wallet'", ...valueOfEveryType].join('\n'),
  wrong: `
    import type { Barcode, Wallet } from '@billfold/google-wallet'
    declare const wallet: Wallet
    export const barcode: Barcode = { type: 'CODE_93' }
    await wallet.objects('offer').patch('1.a', { loyaltyPoints: null })
    await wallet.objects('offer').modifyLinkedOffers('1.a', {})
    await wallet.objects('loyalty').modifyLinkedOffers('1.a', {})
    await wallet.classes('offer').patch('1.a', { title: null, messages: [] })
  `,
}

/** What the compiler says of all of them: once, since most of its time goes to what they share. */
function compile(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'billfold-compile-'))
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `${name}.ts`), text)
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
  const config = { extends: join(workspace, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(workspace, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  // An indented line goes on with the one before.
  return stdout.split('\n').filter((line) => /^\S/.test(line))
}

let complaints: readonly string[]
beforeAll(() => {
  complaints = compile()
})
/** Those that are not about one of the other modules. */
function complaintsAbout(name: keyof typeof modules): readonly string[] {
  const others = Object.keys(modules).filter((other) => other !== name)
  return complaints.filter((line) => !others.some((other) => line.startsWith(`${other}.ts(`)))
}

it('the code in the README is one program that compiles', () => {
  expect(blocks.length).toBeGreaterThan(10)
  expect(complaintsAbout('readme')).toEqual([])
})

it('every generated type takes a value that has all its fields', () => {
  expect(complaintsAbout('values')).toEqual([])
})

it('the compiler refuses values, patches and methods that do not exist', () => {
  const found = complaintsAbout('wrong').map((line) => line.slice(0, line.indexOf(',')))
  expect(found).toEqual(['wrong.ts(4', 'wrong.ts(5', 'wrong.ts(6'])
})
