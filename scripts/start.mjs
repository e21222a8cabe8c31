// `npm start`: installs, builds and runs the demo, with its own PostgreSQL and virtual wallets.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, environment, install, node, root, say } from './prepare.mjs'

install()
build()
say('Starting the demo (Ctrl-C stops it)')
const env = { BILLFOLD_DATA: join(root, '.billfold', 'demo'), BILLFOLD_LOG_LEVEL: 'warn', ...environment() }
const demo = spawn(node, [join(root, 'server/dist/cli/billfold.js'), 'serve', '--demo', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env,
})
// The terminal sends Ctrl-C, and SIGHUP when it is closed, to both; the demo stops its database, and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal))
demo.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
