import { PKPass } from 'passkit-generator'
import { type Credentials, common, own, type PassMaker, templateFiles } from '../sign-fixture.ts'

/**
 * As its README has it under "Buffer Model": the files are kept in memory and each pass is made from them with its own
 * pass.json. Its other way, a pass cloned with `PKPass.from`, copies every file and loses the translations.
 */
export async function openMaker({ certificate, privateKey, intermediate }: Credentials): Promise<PassMaker> {
  const files = templateFiles()
  const certificates = { wwdr: intermediate, signerCert: certificate, signerKey: privateKey }
  return async (n) => {
    const passJson = Buffer.from(JSON.stringify({ ...common, ...own(n) }))
    return [new PKPass({ ...files, 'pass.json': passJson }, certificates).getAsBuffer()]
  }
}
