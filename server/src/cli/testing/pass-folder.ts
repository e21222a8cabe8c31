import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The smallest PNG there is: one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const coffeePass = {
  serialNumber: 'card-1',
  organizationName: 'Example Coffee',
  description: 'Loyalty card',
  logoText: 'Example Coffee',
  storeCard: {
    headerFields: [{ key: 'points', label: 'Points', value: 120 }],
    primaryFields: [{ key: 'holder', label: 'Holder', value: 'Ada' }],
  },
}

/** Writes a `.pass` folder with icons in all sizes; returns its path. */
export async function writePassFolder(parent: string, pass: object = coffeePass): Promise<string> {
  const folder = join(parent, 'Coffee.pass')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'pass.json'), JSON.stringify(pass))
  for (const name of ['icon.png', 'icon@2x.png', 'icon@3x.png']) await writeFile(join(folder, name), png)
  return folder
}
