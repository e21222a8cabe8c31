import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readServiceAccount } from './service-account.ts'
import { serviceAccountFile } from './testing.ts'

/** Google itself. */
const google = undefined
const virtual = 'http://localhost:9090/token'
const file = serviceAccountFile()

const read = (given: object | string, tokenUrl: string | undefined = google) => {
  const found = readServiceAccount(given, tokenUrl)
  return 'faults' in found ? found.faults.map(({ path, code }) => `${path} ${code}`) : found.account.clientEmail
}

describe('a key file', () => {
  it('is taken as JSON, as text, and as an editor on Windows has saved it', () => {
    for (const given of [file, JSON.stringify(file, null, 2), `\uFEFF${JSON.stringify(file)}\r\n`]) {
      expect(read(given)).toBe(file.client_email)
    }
  })

  it('has every fault named with its place in the request', () => {
    expect(read({ ...file, client_email: 'billfold', private_key: 'x' })).toEqual([
      '/serviceAccount/client_email account_email_invalid',
      '/serviceAccount/private_key private_key_unreadable',
    ])
  })

  it('is never repeated in a fault', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const weak = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    for (const given of [{ ...file, private_key: weak }, JSON.stringify(file).slice(0, -2), weak]) {
      const found = readServiceAccount(given, google)
      for (const line of `${file.private_key}\n${weak}`.split('\n').filter((text) => text.length > 20)) {
        expect(JSON.stringify(found)).not.toContain(line)
      }
    }
  })
})

describe('a key file of a virtual Google', () => {
  const development = { ...file, token_uri: 'http://127.0.0.1:12345/token' }

  it('is refused where Google itself would be asked, and it is said what to set', () => {
    expect(read(development)).toEqual(['/serviceAccount/token_uri test_account'])
    const found = readServiceAccount(development, google)
    expect(JSON.stringify(found)).toContain('BILLFOLD_GOOGLE_TOKEN_URL')
  })

  it('is taken where the settings lead elsewhere, wherever it says that tokens are to be had', () => {
    expect(read(development, virtual)).toBe(file.client_email)
    expect(read(file, virtual)).toBe(file.client_email)
  })

  it.each(['https://accounts.google.com/o/oauth2/token', 'https://www.googleapis.com/oauth2/v4/token', undefined])(
    'is not one that has an address of Google’s: %s',
    (token_uri) => {
      expect(read({ ...file, token_uri })).toBe(file.client_email)
    },
  )

  it.each(['https://oauth2.googleapis.com/token/../x', 'https://oauth2.googleapis.com.example/token', '', 7, null])(
    'is one that has any other: %j',
    (token_uri) => {
      expect(read({ ...file, token_uri })).toEqual(['/serviceAccount/token_uri test_account'])
    },
  )
})
