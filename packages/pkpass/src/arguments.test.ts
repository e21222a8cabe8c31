import { expect, it } from 'vitest'
import { compileTemplate, expiryOf, lintPackage, loadIdentity, openPackage, readPass, verifyPass } from './index.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { coffeeCard, iconFiles } from './testing/fixtures.ts'

const identity = developmentAuthority().identity()
const at = identity.notBefore
const files = iconFiles
const pass = coffeeCard
/** As JavaScript calls them, which no compiler reads. */
const untyped = (call: (...args: never[]) => unknown) => call as (...args: unknown[]) => unknown

it.each([
  ['loadIdentity', loadIdentity, [], 'input must be an object; it is missing.'],
  ['loadIdentity', loadIdentity, [{ certificate: 'x' }], 'at must be a Date; it is missing.'],
  ['loadIdentity', loadIdentity, [{}, new Date('x')], 'at must be a Date; it is one that is no time.'],
  ['expiryOf', expiryOf, [identity, '2026'], 'at must be a Date; it is the string "2026".'],
  ['compileTemplate', compileTemplate, [], 'The template must be an object; it is missing.'],
  ['compileTemplate', compileTemplate, [{ identity, files }], 'pass must be an object; it is missing.'],
  ['compileTemplate', compileTemplate, [{ identity, pass }], 'files must be an object; it is missing.'],
  [
    'compileTemplate',
    compileTemplate,
    [{ identity, pass, files: { ...files, 'logo.png': './logo.png' } }],
    'files["logo.png"] must be bytes, as readFile gives them; it is the string "./logo.png".',
  ],
  [
    'compileTemplate',
    compileTemplate,
    [{ identity, pass, files: { 'icon.png': undefined } }],
    'files["icon.png"] must be bytes, as readFile gives them; it is missing.',
  ],
  ['compileTemplate', compileTemplate, [{ identity: {}, pass, files }], 'identity must be what loadIdentity gives.'],
  [
    'readPass',
    readPass,
    ['pass.pkpass'],
    'bytes must be bytes, as readFile gives them; it is the string "pass.pkpass".',
  ],
  ['openPackage', openPackage, [null], 'bytes must be bytes, as readFile gives them; it is null.'],
  ['verifyPass', verifyPass, [Buffer.alloc(9)], 'options must be an object; it is missing.'],
  ['verifyPass', verifyPass, [Buffer.alloc(9), {}], 'options.at must be a Date; it is missing.'],
  ['lintPackage', lintPackage, [Buffer.alloc(9), { at: 5 }], 'options.at must be a Date; it is the number 5.'],
] as const)('%s says which argument is none: %#', (_, call, args, message) => {
  expect(() => untyped(call as never)(...args)).toThrow(new TypeError(message))
})

it('what is right is taken', () => {
  expect(compileTemplate({ identity, pass, files }).warnings).toBeDefined()
  expect(expiryOf(identity, at).daysLeft).toBeGreaterThan(0)
})
