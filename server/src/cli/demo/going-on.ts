import type { Demo } from './set-up.ts'

/** Commands to go on with once the story is told, each to be copied as it stands. */
export function goingOn(demo: Demo, campaignId: string, url: string, dataDir: string): string {
  const auth = '-H "Authorization: Bearer $BILLFOLD_API_KEY"'
  const body = JSON.stringify({
    requests: [
      { campaignId, customerId: demo.customerId, contactId: 'you', platform: 'auto', contact: { firstName: 'Grace' } },
    ],
  })
  return [
    `  export BILLFOLD_URL=${demo.baseUrl} BILLFOLD_DATA=${quoted(dataDir)} BILLFOLD_API_KEY=${demo.apiKey}`,
    '',
    '  with the command line:',
    ...demo.campaigns.map(({ id, name }) => `  npx billfold link create ${id} you   # ${name}`),
    '  npx billfold phone list              # --android for the Android phone',
    `  npx billfold campaign show ${campaignId}`,
    '',
    '  over HTTP:',
    `  curl -s ${demo.baseUrl}/pers/v1/urls ${auth} -H 'Content-Type: application/json' -d '${body}'`,
    `  curl -s "${demo.baseUrl}/api/passes?limit=3" ${auth}`,
    `  curl -s "${demo.baseUrl}/api/events?after=0" ${auth}`,
    '',
    '  in a browser:',
    `  ${url}`,
    `  ${demo.baseUrl}/docs`,
  ].join('\n')
}

/** A path as a shell takes it. */
const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)
