import { bundlePasses } from '@billfold/pkpass'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { readBytes, writeBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { count, print } from '../output.ts'

export function bundlePassesCommand(io: Io): Command {
  const teaching = {
    summary: 'put several .pkpass files into one .pkpasses',
    description:
      'Puts finished passes into one file, from which Safari and Mail add them together: at most ten, and 150 MB. The same ' +
      'pass twice is refused, since a phone would keep one.',
    examples: [
      ['The tickets of a family', 'billfold pass bundle ada.pkpass bob.pkpass -o family.pkpasses'],
      ['All of a folder', 'billfold pass bundle tickets/*.pkpass -o tickets.pkpasses'],
    ],
  } as const
  return command('bundle', teaching)
    .argument('<file...>', '.pkpass files')
    .requiredOption('-o, --output <file>', 'where to put the bundle')
    .option(...jsonOption)
    .action(async (files: readonly string[], options: { output: string; json?: boolean }) => {
      const bundle = bundlePasses(await Promise.all(files.map((file) => readBytes(io, file))))
      await writeBytes(io, options.output, bundle.bytes())
      const { sizeBytes } = bundle
      print(io, options, { file: options.output, passes: bundle.count, sizeBytes }, () => {
        return `${options.output} (${count(bundle.count, 'pass', 'passes')}, ${sizeBytes} bytes)`
      })
    })
}
