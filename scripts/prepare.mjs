// Brings a checkout to where its programs run: packages installed, sources built. Runs on any Node, since the pinned
// one comes only with the packages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const bin = join(modules, '.bin')
const mark = join(modules, '.billfold-installed')

/** The environment in which the pinned Node and the installed tools come first. */
export const environment = () => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` })

export function say(text) {
  console.log(`\n▸ ${text}`)
}

/** Runs a program to its end; ends this one with its exit code if it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    ...options,
  })
  if (error) {
    console.error(`${command} could not be started: ${error.message}`)
    process.exit(1)
  }
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** Whether what is installed is what the lock file says. */
export const isInstalled = () => existsSync(mark) && readFileSync(mark, 'utf8') === lockDigest()

export function install() {
  if (isInstalled()) return
  say('Installing packages (npm ci)')
  // Nobody should have to read engine warnings about a Node that is not the one that will run.
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  mkdirSync(modules, { recursive: true })
  writeFileSync(mark, lockDigest())
}

export function build() {
  say('Building (tsc -b)')
  run(join(bin, 'tsc'), ['-b'])
}

/** The pinned Node, once packages are installed. */
export const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node')
