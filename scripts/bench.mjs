// `npm run bench`: installs, builds and runs the benchmarks; their competitors have packages of their own in bench/.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, node, root, run, say } from './prepare.mjs'

install()
build()
if (!existsSync(join(root, 'bench/node_modules'))) {
  say('Installing the references and competitors (bench/package-lock.json)')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: join(root, 'bench') })
}
run(node, [join(root, 'bench/run.ts'), ...process.argv.slice(2)])
