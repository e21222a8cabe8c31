import type { Command } from 'commander'
import { noun } from '../command.ts'
import type { Io } from '../io.ts'
import { developCertificateCommand } from './develop-certificate.ts'
import { installCertificateCommand } from './install-certificate.ts'
import { requestCertificateCommand } from './request-certificate.ts'
import { showCertificateCommand } from './show-certificate.ts'

export function certificateCommand(io: Io): Command {
  const teaching = {
    summary: 'files with certificates: request, install, show, develop',
    description:
      'Passes are signed with a Pass Type ID certificate from the Apple developer account, and its private key. No Mac is ' +
      'needed to get one: `request` makes the key and what Apple wants to have, `install` takes what Apple gives for it.',
    examples: [
      ['A key, and the request for Apple', 'billfold certificate request --name "Acme Coffee"'],
      ['Apple’s answer, stored on the server as well', 'billfold certificate install pass.cer --store'],
      ['What is this file?', 'billfold certificate show pass.cer'],
      [
        'One to try things with, without Apple',
        'billfold certificate develop --pass-type pass.com.acme.coffee --team ABCDE12345',
      ],
    ],
  } as const
  return noun('certificate', teaching, [
    requestCertificateCommand(io),
    installCertificateCommand(io),
    showCertificateCommand(io),
    developCertificateCommand(io),
  ])
}
