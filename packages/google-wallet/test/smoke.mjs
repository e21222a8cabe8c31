// What the packed library is for, once, on whatever Node.js runs this.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import {
  checkClass,
  checkSaveJwt,
  createSaveJwt,
  GoogleWalletError,
  hasErrors,
  judgeCallback,
  parseServiceAccount,
  saveUrl,
} from '@billfold/google-wallet'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const serviceAccount = parseServiceAccount(
  JSON.stringify({
    type: 'service_account',
    client_email: 'smoke@example.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    private_key_id: 'a1',
    project_id: 'example',
  }),
)
assert.throws(() => parseServiceAccount('{}'), GoogleWalletError)

const classResource = {
  id: '3388000000022000001.club',
  reviewStatus: 'UNDER_REVIEW',
  issuerName: 'Harbour Coffee',
  programName: 'Harbour Club',
  programLogo: { sourceUri: { uri: 'https://example.com/logo.png' } },
}
assert.equal(hasErrors(checkClass('loyalty', classResource)), false)
const object = { id: '3388000000022000001.card', classId: classResource.id, state: 'ACTIVE' }
const jwt = await createSaveJwt(
  { serviceAccount, passes: [{ vertical: 'loyalty', object, classResource }] },
  new Date(),
)
assert.match(saveUrl(jwt), /^https:\/\/pay\.google\.com\/gp\/v\/save\//)
const { clientEmail: issuer } = serviceAccount
assert.equal(hasErrors(checkSaveJwt(jwt, { publicKey: serviceAccount.privateKey, issuer })), false)
assert.equal(judgeCallback('{}', [], { issuerId: '1', at: new Date() }).isVerified, false)
