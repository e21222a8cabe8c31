import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

export const coffeePass = {
  serialNumber: 'card-1',
  organizationName: 'Example Coffee',
  description: 'Loyalty card',
  logoText: 'Example Coffee',
  storeCard: {
    headerFields: [{ key: 'points', label: 'Points', value: 120 }],
    primaryFields: [{ key: 'holder', label: 'Holder', value: 'Ada' }],
    backFields: [{ key: 'contact', label: 'Contact', value: 'hello@coffee.example' }],
  },
}

/** Writes a `.pass` folder with icons in all sizes; returns its path. */
export async function writePassFolder(parent: string, pass: object = coffeePass): Promise<string> {
  const folder = join(parent, 'Coffee.pass')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'pass.json'), JSON.stringify(pass))
  for (const [name, side] of Object.entries({ 'icon.png': 38, 'icon@2x.png': 76, 'icon@3x.png': 114 })) {
    const icon = sharp({ create: { width: side, height: side, channels: 3, background: '#5a3214' } })
    await icon.png().toFile(join(folder, name))
  }
  return folder
}
