import { generateKeyPairSync } from 'node:crypto'
import { parseServiceAccount } from '../auth/service-account.ts'

export const clientEmail = 'wallet@example-project.iam.gserviceaccount.com'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The file as the Google Cloud console gives it. */
export const serviceAccountFile = {
  type: 'service_account',
  project_id: 'example-project',
  private_key_id: '0123456789abcdef0123456789abcdef01234567',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  client_email: clientEmail,
  client_id: '100000000000000000000',
  token_uri: 'https://oauth2.googleapis.com/token',
}

export const serviceAccountText = JSON.stringify(serviceAccountFile, null, 2)
export const serviceAccountPublicKey = publicKey
export const serviceAccount = parseServiceAccount(serviceAccountText)
