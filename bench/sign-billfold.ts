import { compileTemplate, loadIdentity } from '../packages/pkpass/dist/index.js'
import { type Credentials, common, own, type PassMaker, templateFiles } from './sign-fixture.ts'

/** The template is compiled once; the chunks of a pass are left as they are, ready for `writev`. */
export async function openMaker({ certificate, privateKey, intermediate }: Credentials): Promise<PassMaker> {
  const identity = loadIdentity({ certificate, privateKey, intermediates: [intermediate] }, new Date())
  const template = compileTemplate({ identity, pass: common, files: templateFiles() })
  return async (n) => (await template.issue(own(n))).chunks
}
