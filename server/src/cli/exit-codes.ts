/** What a command's end means to a script. The help shows this table. */
export const exitCodes = {
  ok: { code: 0, meaning: 'It is done.' },
  refused: { code: 1, meaning: 'It was refused, or problems were found.' },
  usage: { code: 2, meaning: 'The command line or a file that it names cannot be used.' },
  unreachable: { code: 3, meaning: 'Billfold could not start, or the server or database cannot be reached.' },
} as const

export type Exit = keyof typeof exitCodes
