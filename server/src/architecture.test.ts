import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const server = fileURLToPath(new URL('.', import.meta.url))
const repository = join(server, '../..')

/** The server's rooms from the top down. A file may import from its own room and from those below it. */
const floors: readonly (readonly string[])[] = [
  ['cli'],
  ['main'],
  ['installation'],
  ['app'],
  ['analytics', 'events'],
  ['campaigns', 'redemption', 'delivery'],
  ['apple', 'google'],
  ['assets'],
  ['passes'],
  ['credentials'],
  ['accounts'],
  ['log'],
  ['platform'],
]
/** Single files of the server's root that any room may use, and those that only the page that wires all does. */
const everywhere = ['errors', 'config']
const besideApp = ['health', 'documentation']

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\n[^'"]*?)?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(importPattern)].map((match) => (match[1] ?? match[2] ?? match[3]) as string)
}

const sources = (pattern: string) =>
  globSync(pattern, { cwd: repository }).filter(
    (file) =>
      !/\.test\.ts$|\/testing(\.ts$|\/)/.test(file) && !file.includes('/dist/') && !file.includes('node_modules'),
  )

const roomOf = (path: string) => (path.split('/')[0] as string).replace(/\.ts$/, '')
const floorOf = (room: string) => floors.findIndex((floor) => floor.includes(room))

describe('imports point one way', () => {
  it('inside the server, from the command line down to the platform', () => {
    const upward: string[] = []
    for (const file of sources('server/src/**/*.ts')) {
      const from = relative('server/src', file)
      for (const target of importsOf(join(repository, file)).filter((name) => name.startsWith('.'))) {
        const to = join(dirname(from), target)
        const [here, there] = [roomOf(from), roomOf(to)]
        if (here === there || everywhere.includes(there) || (here === 'app' && besideApp.includes(there))) continue
        const [floorHere, floorThere] = [floorOf(besideApp.includes(here) ? 'app' : here), floorOf(there)]
        const allowed = everywhere.includes(here) ? there === 'platform' : floorHere !== -1 && floorHere < floorThere
        if (!allowed) upward.push(`${from} imports ${to}`)
      }
    }
    expect(upward).toEqual([])
  })

  it('libraries import nothing of ours, and the simulator only the libraries', () => {
    const wrong: string[] = []
    for (const file of sources('{packages/*,simulator}/src/**/*.ts')) {
      const own = file
        .split('/')
        .slice(0, file.startsWith('packages') ? 2 : 1)
        .join('/')
      for (const target of importsOf(join(repository, file))) {
        const leaves = target.startsWith('.') && relative(own, join(dirname(file), target)).startsWith('..')
        const foreign = target === 'billfold' || (target.startsWith('@billfold/') && !file.startsWith('simulator/'))
        if (leaves || foreign) wrong.push(`${file} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('only the command line knows the virtual wallets', () => {
    const users = sources('server/src/**/*.ts').filter((file) =>
      importsOf(join(repository, file)).some((target) => target.startsWith('@billfold/simulator')),
    )
    expect(users.filter((file) => !file.startsWith('server/src/cli/'))).toEqual([])
  })

  it('the rooms that this test names exist or are still to be built, and no others do', () => {
    const rooms = new Set(sources('server/src/**/*.ts').map((file) => roomOf(relative('server/src', file))))
    const known = new Set([...floors.flat(), ...everywhere, ...besideApp])
    expect([...rooms].filter((room) => !known.has(room))).toEqual([])
  })
})
