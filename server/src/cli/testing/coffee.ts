import { join } from 'node:path'
import sharp from 'sharp'
import type { TestServer } from './server.ts'

/** A loyalty card as an author would put it into a file. */
export const coffeeDraft = (icon: string) => ({
  tokens: [
    { name: 'contact.firstName', personal: true, default: 'friend', sample: 'Ada' },
    { name: 'contact.points', personal: false, type: 'number', default: 0 },
  ],
  content: {
    issuerName: 'Example Coffee',
    title: 'Coffee card',
    description: 'Loyalty card of Example Coffee',
    logoText: 'Example Coffee',
    images: { icon },
    fields: {
      header: [{ key: 'points', label: 'Points', value: '{{ contact.points }}', changeMessage: 'Now %@ points' }],
      primary: [{ key: 'holder', label: 'Holder', value: '{{ contact.firstName }}' }],
    },
    barcode: { format: 'qr', message: 'coffee' },
  },
  variants: [{ when: { installed: true }, message: 'Welcome, {{ contact.firstName }}!' }],
})

/**
 * Publishes the coffee card by the command line; the id of its campaign.
 *
 * @param more parts of the campaign's file
 */
export async function publishCoffee(
  { billfold, write, folder, certificates }: TestServer,
  more: object = {},
): Promise<string> {
  const wallet = await billfold(['wallet', 'add', '--certificate', certificates.bundle, '--json'])
  const icon = sharp({ create: { width: 114, height: 114, channels: 3, background: '#5a3214' } })
  await icon.png().toFile(join(folder, 'icon.png'))
  const asset = await billfold(['asset', 'upload', 'icon.png', '--json'])
  const file = await write('coffee.json', {
    name: 'Coffee card',
    kind: 'loyalty',
    walletConfigurationId: wallet.json<{ id: string }>().id,
    draft: coffeeDraft(asset.json<{ id: string }>().id),
    ...more,
  })
  const { id } = (await billfold(['campaign', 'create', file, '--json'])).json<{ id: string }>()
  await billfold(['campaign', 'publish', id])
  return id
}
