// `npm run docs`: writes what is generated: from the code error pages, settings, events, OpenAPI, the schema's dump; from
// Google's description of its API the types and tables of @billfold/google-wallet.
// The tests compare the committed files with the same generators.
import { join } from 'node:path'
import { build, install, node, root, run, say } from './prepare.mjs'

install()
say('Writing packages/google-wallet/src/generated')
run(node, [join(root, 'packages/google-wallet/generate/write.ts')])
build()
say(
  'Writing docs/errors.md, docs/configuration.md, docs/events.md, docs/apple-keys.md, server/openapi.json and server/schema.sql',
)
run(node, [join(root, 'server/generate/write.ts')])
