import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packLibrary } from '../scripts/pack.ts'
import { openDevelopmentAuthority } from '../simulator/dist/index.js'
import { type Child, startChild } from './child.ts'
import type { Bench, Context } from './context.ts'
import { type Contender, compare, type Finding, type Outcome } from './harness.ts'
import { lintFindings } from './lint-passes.ts'
import type { Sample } from './measure.ts'
import { median } from './numbers.ts'
import { type Credentials, passTypeIdentifier, teamIdentifier } from './sign-fixture.ts'

const titles = {
  pool: 'crypto.sign, RSA-2048, thread pool, 8 in flight',
  single: 'crypto.sign, RSA-2048, one after another',
  billfold: '@billfold/pkpass',
  'pass-js': '@walletpass/pass-js 7.2.0',
  'passkit-generator': 'passkit-generator 3.6.1',
} as const

type Name = keyof typeof titles

const builders = ['billfold', 'pass-js', 'passkit-generator'] as const

/** What each loads when it is imported, as npm installs it. */
async function entriesIn({ folder }: Context): Promise<Readonly<Record<(typeof builders)[number], string>>> {
  const { tarball } = await packLibrary(join(import.meta.dirname, '../packages/pkpass'), folder)
  execFileSync('tar', ['-xzf', tarball, '-C', folder])
  return {
    billfold: join(folder, 'package/dist/index.js'),
    'pass-js': '@walletpass/pass-js',
    'passkit-generator': 'passkit-generator',
  }
}

const growthPasses = 4000

export const sign: Bench = {
  name: 'sign',
  method: [
    'Unique passes (serial, token, barcode, holder, row and seat differ) from one template of 12 files, 160 KB.',
    'Reference: crypto.sign(sha256, 107 bytes, RSA-2048 key object, callback), 8 in flight in four pool threads.',
    'Billfold: template.issue, 8 in flight, the chunks of the file left apart. Competitors: one template, plain key.',
    'Lint: passes that use every key of their look, one after another in this process.',
    'Each contender is a process of its own. One pass of each is checked with unzip and openssl before.',
  ],
  async run(context) {
    const credentials = await issueCredentials(context)
    const children = new Map<Name, Child>()
    try {
      for (const name of Object.keys(titles) as Name[]) {
        const child = startChild('sign-contender.ts', [name])
        children.set(name, child)
        await child.call('open', credentials)
      }
      for (const name of builders) await verify(context, name, children.get(name) as Child, credentials)
      const outcome = await compareAll(context, children)
      return [
        {
          ...outcome,
          findings: [
            ...outcome.findings,
            cpuFinding(outcome),
            ...(await lintFindings(context)),
            ...(await footprint(context, credentials)),
          ],
        },
      ]
    } finally {
      for (const child of children.values()) await child.stop()
    }
  },
}

async function issueCredentials({ folder }: Context): Promise<Credentials> {
  const at = new Date()
  const authority = await openDevelopmentAuthority(join(folder, 'authority'), at)
  const subject = { passTypeIdentifier, teamIdentifier, organizationName: 'Harbour Hall', at }
  const { certificatePem, privateKeyPem } = await authority.issuePassCertificate(subject)
  return {
    certificate: certificatePem,
    privateKey: privateKeyPem,
    intermediate: authority.intermediatePem,
    root: authority.rootPem,
  }
}

function compareAll({ plan, progress }: Context, children: ReadonlyMap<Name, Child>): Promise<Outcome> {
  progress('measuring')
  const contender = (name: Name): Contender => ({
    name: titles[name],
    measure: ({ durationMs }) => (children.get(name) as Child).call<Sample>('measure', durationMs),
  })
  return compare(
    {
      title: 'sign unique passes',
      operation: 'passes',
      reference: { ...contender('pool'), expectedPerSecond: 3200 },
      subject: contender('billfold'),
      others: [
        contender('single'),
        { ...contender('pass-js'), subjectAtLeastTimes: 4 },
        { ...contender('passkit-generator'), subjectAtLeastTimes: 150 },
      ],
      toReach: 0.85,
    },
    plan,
  )
}

/** Against one signature and nothing else: no pool, no callback. */
function cpuFinding({ subject, others }: Outcome): Finding {
  const single = others.find(({ name }) => name === titles.single)
  const times = (subject.cpuMsPerOperation?.median ?? 0) / (single?.cpuMsPerOperation?.median ?? 0)
  return { what: 'the processor time of one signature', value: times, unit: '×', atMost: 1.25 }
}

/** Memory and start-up, in fresh processes. */
async function footprint(context: Context, credentials: Credentials): Promise<Finding[]> {
  const { progress, quick } = context
  const passes = quick ? growthPasses / 10 : growthPasses
  progress(`memory over ${passes} passes, and import`)
  const child = startChild('sign-contender.ts', ['billfold'])
  await child.call('open', credentials)
  const grownBytes = await child.call<number>('growth', passes)
  await child.stop()
  const entries = await entriesIn(context)
  const imports = builders.map((name): Finding => {
    const what = `to import ${titles[name]}, cold`
    return { what, value: importMs(entries[name]), unit: 'ms', ...(name === 'billfold' && { atMost: 40 }) }
  })
  const what = `resident memory gained over ${passes} passes, at most at any time`
  return [{ what, value: grownBytes / 1e6, unit: 'MB', atMost: 20 }, ...imports]
}

function importMs(entry: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(entry)}); console.log(performance.now() - start)`
  const once = () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname }))
  return median(Array.from({ length: 9 }, once))
}

/** Has unzip and openssl judge a pass of this contender: what is not valid is not to be compared. */
async function verify(context: Context, name: Name, child: Child, { root }: Credentials): Promise<void> {
  const place = join(context.folder, name)
  mkdirSync(place)
  const file = (name: string) => join(place, name)
  writeFileSync(file('root.pem'), root)
  writeFileSync(file('pass.pkpass'), await child.call<Uint8Array>('make', 1))
  const problem = (command: string, args: readonly string[]): string | undefined => {
    const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    if (error) return `${command} cannot be run: ${error.message}`
    return status === 0 ? undefined : `${command} ${args[0]}: ${stderr}`
  }
  const signature = ['-binary', '-inform', 'DER', '-in', file('signature'), '-content', file('manifest.json')]
  const trust = ['-CAfile', file('root.pem'), '-purpose', 'any', '-out', '/dev/null']
  const found =
    problem('unzip', ['-q', '-d', place, file('pass.pkpass')]) ??
    problem('openssl', ['cms', '-verify', ...signature, ...trust]) ??
    manifestProblem(file('manifest.json'))
  if (found !== undefined) throw new Error(`The pass of ${titles[name]} is not valid, so it is not measured. ${found}`)
}

function manifestProblem(file: string): string | undefined {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  const names = Object.keys(manifest)
  if (names.length !== 12) return `It has ${names.length} files, not 12: ${names.join(', ')}.`
  const wrong = names.filter(
    (name) =>
      execFileSync('openssl', ['dgst', '-sha1', '-r', join(file, '..', name)], { encoding: 'utf8' }).slice(0, 40) !==
      manifest[name],
  )
  return wrong.length === 0 ? undefined : `The manifest has a wrong digest for ${wrong.join(', ')}.`
}
