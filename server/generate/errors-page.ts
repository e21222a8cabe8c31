import { errorKinds } from '../src/errors.ts'

/** docs/errors.md: every error code, what happened and how to fix it. */
export function errorsPage(): string {
  const sections = Object.entries(errorKinds)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([code, kind]) =>
        `## ${code}\n\n${kind.title} (HTTP ${kind.status}).\n\n**What happened.** ${kind.happened}\n\n**How to fix it.** ${kind.remedy}\n`,
    )
  return `# Errors

Every refusal is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem document: \`type\` is the address of the code's page
(\`<base URL>/docs/errors/<code>\`), \`code\` is stable, \`detail\` says what was wrong this time, \`hint\` what to do, \`requestId\` finds
it in the log output. Where several places of a request are wrong, \`errors\` names all of them: \`path\`, \`code\`, \`message\`, \`fix\`.
What the domain foresees (a pass that is void already) is no error: it is a 200 that says so.

This page is generated from \`server/src/errors.ts\` by \`npm run docs\`.

${sections.join('\n')}`
}
