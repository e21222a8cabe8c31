import { readImageHeader } from '@billfold/pkpass'
import type { Command } from 'commander'
import { noun } from '../command.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, placeLine, print } from '../output.ts'
import { openServer, type ServerOptions, serverCommand } from './client.ts'

interface AssetAnswer {
  readonly id: string
  readonly url: string
  readonly width: number
  readonly height: number
  readonly sizeBytes: number
  readonly warnings: readonly { readonly message: string; readonly fix: string }[]
}

export function assetCommand(io: Io): Command {
  const teaching = {
    summary: 'images for passes: upload',
    description: 'Assets are the images that campaigns show: icons, logos, strips, thumbnails.',
    examples: [
      ['Upload a logo', 'billfold asset upload logo.png'],
      ['Its id, to be put into a campaign', 'billfold asset upload logo.png --json | jq -r .id'],
    ],
  } as const
  return noun('asset', teaching, [uploadCommand(io)])
}

function uploadCommand(io: Io): Command {
  const teaching = {
    summary: 'upload an image',
    description:
      'Uploads a PNG, JPEG or WebP and prints its id, by which campaigns name it. The id follows from the content: the ' +
      'same image uploaded again has the same id. Give images at three times the size in points; smaller ones are made ' +
      'from them.',
    examples: [
      ['A strip', 'billfold asset upload strip.jpg'],
      ['Several, one id a line', 'for f in *.png; do billfold asset upload "$f" --json | jq -r .id; done'],
    ],
  } as const
  return serverCommand('upload', teaching)
    .argument('<file>', 'image in PNG, JPEG or WebP')
    .action(async (file: string, options: ServerOptions) => {
      const bytes = await readBytes(io, file)
      const { status, body: asset } = await openServer(io, options).ask<AssetAnswer>({
        method: 'PUT',
        path: '/api/assets',
        file: { type: imageTypeOf(bytes), bytes },
      })
      print(io, options, asset, (style) =>
        [
          status === 200 ? `${file} is there already.` : `${file} is uploaded.`,
          '',
          facts(
            [
              ['Asset', asset.id],
              ['URL', asset.url],
              ['Size', `${asset.width} × ${asset.height} pixels, ${asset.sizeBytes} bytes`],
            ],
            style,
          ),
          ...asset.warnings.map((warning) => style.yellow(placeLine({ path: file, ...warning }, style))),
        ].join('\n'),
      )
    })
}

/** What is none of the three goes to the server as well, which says what it takes. */
const imageTypeOf = (bytes: Uint8Array) => `image/${readImageHeader(bytes).format ?? 'png'}`
