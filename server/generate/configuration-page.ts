import { settings } from '../src/config.ts'

/** docs/configuration.md: every setting, once. */
export function configurationPage(): string {
  const rows = Object.values(settings).map((setting) => {
    const flag = 'flag' in setting ? `\`${setting.flag}\`` : '–'
    return `| \`${setting.env}\` | ${flag} | ${setting.defaultText} | ${setting.meaning} |`
  })
  return `# Configuration

Settings are environment variables; \`billfold serve\` also takes the flags, which win. All faults of a configuration are reported at once,
and a secret's value never.

| variable | flag of \`billfold serve\` | default | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

The command line's clients of a running server read \`BILLFOLD_URL\` and \`BILLFOLD_API_KEY\`.

This page is generated from \`server/src/config.ts\` by \`npm run docs\`.
`
}
