// What the packed library is for, once, on whatever Node.js runs this: `node smoke.mjs FOLDER-WITH-CREDENTIALS`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import { join } from 'node:path'
import { ApnsError, apnsReasons, openApns } from '@billfold/apns'

const read = (name) => readFileSync(join(process.argv[2], name), 'utf8')
const [certificate, privateKey] = [read('certificate.pem'), read('key.pem')]

const server = createSecureServer({ cert: read('server.pem'), key: read('server-key.pem') })
server.on('stream', (stream, headers) => {
  const isKnown = headers[':path'].endsWith('/aa') && headers['apns-topic'] === 'pass.com.example.smoke'
  stream.respond({ ':status': isKnown ? 200 : 410 })
  stream.end(isKnown ? '' : '{"reason":"Unregistered","timestamp":1700000000000}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

assert.throws(
  () => openApns({ topic: '', auth: { kind: 'certificate', certificate: 'x', privateKey: 'y' } }),
  ApnsError,
)
assert.ok(Object.keys(apnsReasons).length > 10)
const apns = openApns({
  topic: 'pass.com.example.smoke',
  auth: { kind: 'certificate', certificate, privateKey },
  url: `https://localhost:${server.address().port}`,
  ca: read('root.pem'),
  maxWaitMs: 5000,
})
const outcomes = await Promise.all(['aa', 'bb'].map((token) => apns.push(token)))
assert.deepEqual(
  outcomes.map(({ kind }) => kind),
  ['delivered', 'gone'],
)
await apns.close()
server.close()
