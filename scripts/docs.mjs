// `npm run docs`: writes what is generated from the code: error pages, settings, events, OpenAPI, the schema's dump.
// The tests compare the committed files with the same generators.
import { join } from 'node:path'
import { build, install, node, root, run, say } from './prepare.mjs'

install()
build()
say('Writing docs/errors.md, docs/configuration.md, docs/events.md, server/openapi.json and server/schema.sql')
run(node, [join(root, 'server/generate/write.ts')])
