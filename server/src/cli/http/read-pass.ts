import type { Command } from 'commander'
import type { PassContent } from '../../passes/content/content.ts'
import { instantForm, instantOf } from '../dates.ts'
import { usageError } from '../errors.ts'
import { writeBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'
import { contentText } from './content-text.ts'

export function contentCommand(io: Io): Command {
  const teaching = {
    summary: 'what a pass shows, now or at another time',
    description:
      'Prints what a pass shows now, showed at a time of the past, or will show at one of the future if only time passes ' +
      'until then.',
    examples: [
      ['Now', 'billfold pass content pas_…'],
      ['On Christmas Eve', 'billfold pass content pas_… --at 2026-12-24T18:00:00+01:00'],
    ],
  } as const
  return serverCommand('content', teaching)
    .argument('<pass>', 'id of the pass')
    .option('--at <when>', instantForm)
    .action(async (id: string, options: ServerOptions & { at?: string }) => {
      const at = options.at === undefined ? undefined : instantOf('--at', options.at).toISOString()
      const { body } = await openServer(io, options).ask<{ at: string; content: PassContent }>({
        path: path`/api/passes/${id}/content`,
        query: { at },
      })
      print(io, options, body, (style) => `At ${body.at}:\n\n${contentText(body.content, style)}`)
    })
}

export function downloadCommand(io: Io): Command {
  const teaching = {
    summary: 'download a pass as a .pkpass file',
    description: 'Downloads the signed pass of this moment, to attach it to a mail or to look into it.',
    examples: [
      ['Named by its serial number', 'billfold pass download pas_…'],
      ['Look into it', 'billfold pass download pas_… -o ada.pkpass && billfold pass show ada.pkpass'],
    ],
  } as const
  return serverCommand('download', teaching)
    .argument('<pass>', 'id of the pass')
    .option('-o, --output <file>', 'where to; <serial number>.pkpass if left out')
    .action(async (id: string, options: ServerOptions & { output?: string }) => {
      const response = await openServer(io, options).send({ path: path`/api/passes/${id}/pkpass` })
      const file = options.output ?? fileNameOf(response)
      const bytes = new Uint8Array(await response.arrayBuffer())
      await writeBytes(io, file, bytes)
      print(io, options, { file, sizeBytes: bytes.length }, () => `${file} (${bytes.length} bytes)`)
    })
}

/** A server does not choose folders. */
function fileNameOf(response: Response): string {
  const name = /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  if (name !== undefined && !name.startsWith('.')) return name
  throw usageError('The server names no file.', 'Say where to with --output.')
}
