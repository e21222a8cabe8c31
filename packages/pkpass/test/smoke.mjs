// What the packed library is for, once, on whatever Node.js runs this: `node smoke.mjs FOLDER-WITH-CREDENTIALS`.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as pkpass from '@billfold/pkpass'
import { readPassFolder } from '@billfold/pkpass/node'

const read = (name) => readFileSync(join(process.argv[2], name))
const at = new Date()
const identity = pkpass.loadIdentity(
  { certificate: read('certificate.pem'), privateKey: read('key.pem'), intermediates: [read('intermediate.pem')] },
  at,
)
assert.equal(identity.passTypeIdentifier, 'pass.com.example.smoke')

const icon = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const folder = mkdtempSync(join(tmpdir(), 'smoke-'))
writeFileSync(
  join(folder, 'pass.json'),
  '{"organizationName":"Example","description":"Card","storeCard":{"primaryFields":[{"key":"a","value":"A"}]}}',
)
writeFileSync(join(folder, 'icon.png'), icon)
const source = await readPassFolder(folder)
rmSync(folder, { recursive: true })

const translations = { en: { A: 'A' }, de: { A: 'Ä' } }
const template = pkpass.compileTemplate({ identity, ...source, translations })
const passes = await Promise.all(['1', '2', '3'].map((serialNumber) => template.issue({ serialNumber })))
const [bytes] = passes.map((pass) => pass.bytes())
const { issues } = pkpass.verifyPass(bytes, { at: new Date(at.getTime() + 1000), roots: [read('root.pem')] })
assert.deepEqual(
  issues.filter(({ severity }) => severity === 'error'),
  [],
)
assert.equal(pkpass.readPass(bytes).pass.serialNumber, '1')
assert.deepEqual(pkpass.importPass(bytes).translations, translations)
assert.equal(Buffer.from(await passes[0].toResponse().arrayBuffer()).equals(bytes), true)
assert.equal(pkpass.readBundle(pkpass.bundlePasses(passes.map((pass) => pass.bytes())).bytes()).passes.size, 3)
assert.deepEqual(pkpass.readImageHeader(icon), { format: 'png', widthPixels: 1, heightPixels: 1 })

const { requestPem, privateKeyPem } = await pkpass.createCertificateRequest({ commonName: 'Smoke' })
assert.match(requestPem, /^-----BEGIN CERTIFICATE REQUEST-----\n/)
assert.throws(
  () => pkpass.loadIdentity({ certificate: read('certificate.pem'), privateKey: privateKeyPem }, at),
  (error) => error instanceof pkpass.PassError && error.issues.some(({ code }) => code === 'KEY_CERTIFICATE_MISMATCH'),
)
// sharp is not installed here, and nothing else needs it.
await assert.rejects(import('@billfold/pkpass/sharp'), { code: 'ERR_MODULE_NOT_FOUND' })
