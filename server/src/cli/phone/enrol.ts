import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { type EnrolOptions, enrolOptions, enteredBy } from './enrolment.ts'
import { type PassOptions, passTypeOption, phoneCommandOf, rootOption, withPhone } from './open.ts'

export function enrolCommand(io: Io): Command {
  const teaching = {
    summary: 'fill in the form of a pass that awaits enrolment',
    description:
      'Fills in the form that a pass with personalization.json shows on an iPhone, as a customer does who joins a ' +
      'programme: sends it to the web service, verifies the signature that comes back, and gets the personalized pass ' +
      'in place of the one with the form. `billfold phone show` says what a form asks for; what it does not ask for is ' +
      'not sent.',
    examples: [
      [
        'A name and an e-mail address',
        'billfold phone enrol 3v7k0q5w8y2n4r6t9a1c3e5g7h --name "Ada Lovelace" --email ada@example.com',
      ],
      [
        'All that a form may ask for',
        'billfold phone enrol 3v7k0q5w8y2n4r6t9a1c3e5g7h --name "Ada Lovelace" --email ada@example.com ' +
          '--phone-number "+49 30 1234567" --postal-code 10115 --country DE',
      ],
    ],
  } as const
  const enrol = phoneCommandOf('enrol', teaching).argument('<serial>', 'serial number of the pass')
  for (const [flags, description] of enrolOptions) enrol.option(flags, description)
  return enrol
    .option(...passTypeOption)
    .option(...rootOption)
    .action((serial: string, options: PassOptions & EnrolOptions) =>
      withPhone(io, options, (phone) => phone.enrol(serial, enteredBy(options), options.passType)),
    )
}
