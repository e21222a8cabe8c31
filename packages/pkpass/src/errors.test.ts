import { expect, it } from 'vitest'
import { issueOf, PassError } from './errors.ts'

it('the message of a PassError lists every issue with its place, its fix and its code', () => {
  const issues = [
    issueOf('TOKEN_TOO_SHORT', 'authenticationToken', 'It has 3 characters.', 'Use at least 16.'),
    issueOf('ICON_SCALE_MISSING', 'icon@3x.png', 'There is no icon for @3x screens.', 'Add icon@3x.png.'),
  ]
  const failure = new PassError('PASS_REFUSED', issues)
  expect(failure.message).toBe(
    'PASS_REFUSED\n' +
      '- authenticationToken: It has 3 characters. Use at least 16. [TOKEN_TOO_SHORT]\n' +
      '- warning: icon@3x.png: There is no icon for @3x screens. Add icon@3x.png. [ICON_SCALE_MISSING]',
  )
  expect(failure).toMatchObject({ name: 'PassError', code: 'PASS_REFUSED', issues })
})
