// `npm test`: installs, builds, checks the style and runs all tests. Arguments go to vitest.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, environment, install, root, run, say } from './prepare.mjs'

/** What tests ask for a second opinion: the program, what it judges, and the Debian package that brings it. */
const judges = [
  { program: 'openssl', judges: 'signatures and certificates', debian: 'openssl' },
  { program: 'unzip', judges: 'pass archives', debian: 'unzip' },
  { program: 'nats-server', judges: 'the events that leave', debian: 'nats-server' },
]

/** Further opinions, which are asked where they are at hand. */
const furtherJudges = [
  { program: '7z', judges: 'pass archives', debian: 'p7zip-full' },
  { program: 'bsdtar', judges: 'pass archives', debian: 'libarchive-tools' },
]

function has(program) {
  // Debian has some where the path of an ordinary user does not lead.
  const PATH = `${environment().PATH}:/usr/sbin`
  return spawnSync('sh', ['-c', `command -v ${program}`], { env: { ...environment(), PATH } }).status === 0
}

function findJudges() {
  const absent = (list) => list.filter(({ program }) => !has(program))
  const wanted = absent([...judges, ...furtherJudges])
  if (wanted.length > 0 && process.env.BILLFOLD_TEST_INSTALL === '1') {
    const packages = wanted.map(({ debian }) => debian)
    say(`Installing for the tests: ${packages.join(' ')}`)
    run('sh', ['-c', `apt-get update -qq && apt-get install -y -qq ${packages.join(' ')}`])
  }
  for (const { program, judges, debian } of absent(furtherJudges)) {
    console.warn(`\n! ${program} is not asked about ${judges}, since it is missing: apt-get install ${debian}`)
  }
  const missing = absent(judges)
  for (const { program, judges, debian } of missing) {
    console.error(`\n✗ ${program} is missing: it judges ${judges} in the tests. Install it: apt-get install ${debian}`)
  }
  if (missing.length > 0) process.exit(1)
}

/** The libraries run on other versions of Node.js too, each of which is installed in a folder of its own. */
function findNodes() {
  const folder = join(root, 'test/node-versions')
  for (const version of readdirSync(folder)) {
    const place = join(folder, version)
    if (existsSync(join(place, 'node_modules/node/bin/node'))) continue
    const install = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
    if (process.env.BILLFOLD_TEST_INSTALL === '1') {
      say(`Installing Node.js ${version} for the tests of the libraries`)
      run('npm', install, { cwd: place })
    } else {
      console.warn(
        `\n! The libraries are not tested on Node.js ${version}: (cd test/node-versions/${version} && npm ci)`,
      )
    }
  }
}

findJudges()
install()
findNodes()
build()
const only = process.argv.slice(2)
if (only.length === 0) {
  say('Checking style (biome)')
  run(join(root, 'node_modules/.bin/biome'), ['check', '--error-on-warnings'])
  say('Checking the types of the tests (tsc)')
  run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.tests.json'])
}
say('Running the tests (vitest)')
const report = join(root, 'node_modules/.billfold-tests.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
run(join(root, 'node_modules/.bin/vitest'), ['run', ...reporters, ...only])

// Where everything that tests need was installed for them, a test that does not run has found an excuse.
if (process.env.BILLFOLD_TEST_INSTALL === '1') {
  const { numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
  if (numPendingTests + numTodoTests > 0) {
    console.error(`\n✗ ${numPendingTests + numTodoTests} tests were skipped; here all must run.`)
    process.exit(1)
  }
}
