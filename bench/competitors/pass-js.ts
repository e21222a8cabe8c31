import { type Credentials, common, own, type PassMaker, templateFiles, translations } from '../sign-fixture.ts'

/** As its README has it: one Template with images, translations and the key, and a pass made from it for each guest. */
export async function openMaker({ certificate, privateKey, intermediate }: Credentials): Promise<PassMaker> {
  // The only way to give it another intermediate than Apple's; read when it is imported.
  process.env.APPLE_WWDR_CERT_PEM = intermediate
  const { Template } = await import('@walletpass/pass-js')
  const template = new Template('eventTicket', common as object)
  template.setCertificate(certificate)
  template.setPrivateKey(privateKey)
  for (const [name, bytes] of Object.entries(templateFiles())) {
    const image = /^([a-z]+)(?:@(2x|3x))?\.png$/.exec(name)
    if (image) await template.images.add(image[1] as 'icon', bytes, image[2] as '2x' | undefined)
  }
  for (const [language, texts] of Object.entries(translations)) template.localization.add(language, texts)
  return async (n) => [await template.createPass(own(n) as object).asBuffer()]
}
