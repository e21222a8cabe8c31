interface Rule {
  readonly allow: boolean
  /** A path, with `*` for anything and `$` for its end. */
  readonly pattern: string
}

/** Whether a robots.txt lets Googlebot at a path (RFC 9309): the longest rule of its group decides, `allow` over `disallow`. */
export function mayCrawl(robotsTxt: string, path: string): boolean {
  const groups = groupsIn(robotsTxt)
  const own = groups.filter(({ agents }) => agents.includes('googlebot'))
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'))
  const [strongest] = chosen
    .flatMap(({ rules }) => rules)
    .filter(({ pattern }) => pattern !== '' && matches(pattern, path))
    .sort((a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow))
  return strongest?.allow ?? true
}

function groupsIn(robotsTxt: string) {
  const groups: { readonly agents: string[]; readonly rules: Rule[] }[] = []
  for (const line of robotsTxt.split(/\r\n?|\n/)) {
    const [, name = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^#]*?)\s*(#.*)?$/.exec(line) ?? []
    const field = name.toLowerCase()
    const group = groups.at(-1)
    if (field === 'user-agent') {
      const agent = value.toLowerCase()
      if (group && group.rules.length === 0) group.agents.push(agent)
      else groups.push({ agents: [agent], rules: [] })
    } else if (field === 'allow' || field === 'disallow') {
      group?.rules.push({ allow: field === 'allow', pattern: value })
    }
  }
  return groups
}

function matches(pattern: string, path: string): boolean {
  const ends = pattern.endsWith('$')
  const parts = (ends ? pattern.slice(0, -1) : pattern)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}${ends ? '$' : ''}`).test(path)
}
