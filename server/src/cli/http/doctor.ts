import type { Command } from 'commander'
import type { Diagnosis } from '../../delivery/diagnosis.ts'
import type { PassAnswer } from '../../passes/schema.ts'
import type { StoryEntry } from '../../passes/story.ts'
import { noun } from '../command.ts'
import { CommandError } from '../errors.ts'
import type { Io } from '../io.ts'
import { plain, print, type Style } from '../output.ts'
import { openServer, path, type ServerOptions, serverCommand } from './client.ts'

export function doctorCommand(io: Io): Command {
  const teaching = {
    summary: 'says what is wrong and what to do: pass',
    description: 'Looks for why something does not work, and says it in words.',
    examples: [
      ['Why does this phone not show the update?', 'billfold doctor pass 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['The same for a script', 'billfold doctor pass 3v7k0q5w8y2n4r6t9a1c3e5g7h --json'],
    ],
  } as const
  return noun('doctor', teaching, [passDoctorCommand(io)])
}

function passDoctorCommand(io: Io): Command {
  const teaching = {
    summary: 'why a phone has no update of a pass',
    description:
      'Names each device that holds the pass by eight characters, and says what it was pushed, whether it has asked and ' +
      'fetched since, and what to do.',
    examples: [
      ['By the serial number', 'billfold doctor pass 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['All that happened, in order', 'billfold pass timeline pas_…'],
    ],
  } as const
  return serverCommand('pass', teaching)
    .argument('<serial>', 'serial number of the pass')
    .action(async (serial: string, options: ServerOptions) => {
      const server = openServer(io, options)
      const found = await server.ask<{ items: readonly PassAnswer[] }>({
        path: '/api/passes',
        query: { serialNumber: serial },
      })
      const [pass] = found.body.items
      if (!pass)
        throw new CommandError('refused', 'not_found', `There is no pass with the serial number ${serial}.`, {
          hint: 'It is on the pass itself, in its pass.json; `billfold pass find --contact …` shows it as well.',
        })
      const { body } = await server.ask<Diagnosis>({ path: path`/api/passes/${pass.id}/diagnosis` })
      print(io, options, { passId: pass.id, ...body }, (style) => diagnosisText(body, style))
    })
}

function diagnosisText({ summary, devices, google }: Diagnosis, style: Style): string {
  const text = (name: string, { finding, happened, remedy, detail }: Found) => {
    const head = `${good.includes(finding) ? style.green('✓') : style.red('✗')} ${style.bold(name)}  ${plain(happened)}`
    return [head, ...(detail === null ? [] : [`  ${style.dim(plain(detail))}`]), `  ${plain(remedy)}`].join('\n')
  }
  const ofGoogle = google ? [text('Google Wallet', google)] : []
  const found = [...devices.map((found) => text(`device ${found.device}`, found)), ...ofGoogle]
  // Of one copy only, the summary would say the same once more.
  return (found.length === 1 && google ? found : [plain(summary), ...found]).join('\n\n')
}

type Found = Pick<Diagnosis['devices'][number], 'happened' | 'remedy' | 'detail'> & { readonly finding: string }
const good: readonly string[] = ['upToDate', 'probablyUpToDate', 'notSaved', 'removed']

export function timelineCommand(io: Io): Command {
  const teaching = {
    summary: 'what happened to a pass, in order',
    description:
      'Tells the story of a pass: its changes, the pushes, when each phone asked and fetched and how sure that is, what ' +
      'Google took, and what phones say themselves.',
    examples: [
      ['Read it', 'billfold pass timeline pas_…'],
      [
        'Only what phones complain about',
        'billfold pass timeline pas_… --json | jq \'.items[] | select(.kind == "phoneLog")\'',
      ],
    ],
  } as const
  return serverCommand('timeline', teaching)
    .argument('<pass>', 'id of the pass')
    .action(async (id: string, options: ServerOptions) => {
      const { body } = await openServer(io, options).ask<{ items: (Omit<StoryEntry, 'at'> & { at: string })[] }>({
        path: path`/api/passes/${id}/timeline`,
      })
      print(io, options, body, (style) =>
        body.items
          .map(({ at, kind, device, text }) =>
            [at, style.bold(kind.padEnd(18)), (device ?? '').padEnd(8), plain(text)].join('  '),
          )
          .join('\n'),
      )
    })
}
