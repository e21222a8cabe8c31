/** `node document.ts FILE…`: puts the results that `--json` wrote into docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { markdownTable, type Results } from './report.ts'

const page = new URL('../docs/benchmarks.md', import.meta.url)
const [begin, end] = ['<!-- results -->', '<!-- end of results -->']

const files = process.argv.slice(2)
const runs = files.map((file): Results => JSON.parse(readFileSync(file, 'utf8')))
if (runs.length === 0 || runs.some(({ quick }) => quick)) {
  console.error('Give the files of full runs, made by: npm run bench -- --json FILE')
  process.exit(2)
}
const text = readFileSync(page, 'utf8')
const [from, to] = [text.indexOf(begin), text.indexOf(end)]
if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no lines ${begin} and ${end}.`)
const tables = runs.map((run) => `${run.machine}:\n\n${markdownTable(run)}\n`)
writeFileSync(page, `${text.slice(0, from + begin.length)}\n${tables.join('\n')}${text.slice(to)}`)
