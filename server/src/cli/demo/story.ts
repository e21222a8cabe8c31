import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeStep, openPhone, renderLockScreen, renderPass } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import type { Demo } from './set-up.ts'

/**
 * Plays the first minute of Billfold for somebody who has just started it: a link is made, a virtual iPhone opens it,
 * registers, and shows the welcome text on its lock screen. Ends with commands to go on with.
 */
export async function tellStory(demo: Demo, dataDir: string, say: (text: string) => void): Promise<void> {
  const [coffee] = demo.campaigns
  if (!coffee) throw new Error('The demo has no campaign.')
  const phone = await openPhone(join(dataDir, 'phones', 'iphone'), {
    name: 'iphone',
    clock: systemClock,
    roots: [await readFile(demo.rootCaFile)],
    onStep: (step) => say(`   ${shortened(describeStep(step))}`),
    onLockScreen: (line) => say(`\n③ Its lock screen shows\n${renderLockScreen(line)}\n`),
  })
  const guest = (await phone.list()).length + 1

  say(`\n① A link for ${coffee.name}`)
  const url = await makeLink(demo, coffee.id, guest)
  say(`   ${shortened(url)}`)
  say('\n② A virtual iPhone opens it, checks the pass as PassKit does, and registers for updates')
  const { pass } = await phone.add(url)
  say('④ The pass in its wallet')
  say(renderPass(await phone.show(pass.serialNumber), { color: process.stdout.isTTY === true }))
  say(
    `\nBillfold answers at ${demo.baseUrl} until you press Ctrl-C. Go on with:\n\n${commands(demo, coffee.id, url, dataDir)}\n`,
  )
}

async function makeLink(demo: Demo, campaignId: string, guest: number): Promise<string> {
  const contact = { firstName: 'Ada' }
  const voucher = { memberId: `NC-${20_412 + guest}`, points: 120 }
  const response = await fetch(`${demo.baseUrl}/pers/v1/urls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      requests: [
        { campaignId, customerId: demo.customerId, contactId: `guest-${guest}`, platform: 'auto', contact, voucher },
      ],
    }),
  })
  const { urls } = (await response.json()) as { urls: readonly { url: string }[] }
  const url = urls[0]?.url
  if (url === undefined) throw new Error(`No link came back: ${JSON.stringify(urls)}`)
  return url
}

function commands(demo: Demo, campaignId: string, url: string, dataDir: string): string {
  const auth = `-H "Authorization: Bearer $KEY"`
  const body = JSON.stringify({
    requests: [
      { campaignId, customerId: demo.customerId, contactId: 'you', platform: 'auto', contact: { firstName: 'Grace' } },
    ],
  })
  return [
    `  KEY=${demo.apiKey}`,
    `  curl -s ${demo.baseUrl}/pers/v1/urls ${auth} -H 'Content-Type: application/json' -d '${body}'`,
    `  curl -s "${demo.baseUrl}/api/passes?limit=3" ${auth}`,
    `  curl -s "${demo.baseUrl}/api/events?after=0" ${auth}`,
    '',
    '  with the command line, in this folder:',
    `  export BILLFOLD_URL=${demo.baseUrl} BILLFOLD_API_KEY=$KEY BILLFOLD_DATA=${dataDir}`,
    '  npx billfold campaign list',
    '  npx billfold phone list',
    '',
    '  in a browser:',
    `  ${url}`,
    `  ${demo.baseUrl}/docs`,
  ].join('\n')
}

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 72)}…${text.slice(-12)}` : text)
