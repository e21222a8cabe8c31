import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { openDataFolder } from '../../platform/postgres/folders.ts'

const folderIn = (dataDir: string) => join(dataDir, 'demo', 'google')
const addressesIn = (dataDir: string) => join(folderIn(dataDir), 'addresses.json')

/** Where other processes find it. */
interface Addresses {
  readonly apiUrl: string
  readonly controlUrl: string
}

/** Starts the demo's stand-in for Google Wallet, on free ports and with what it knew when it was stopped last. */
export async function startDemoGoogle(dataDir: string): Promise<VirtualGoogle> {
  const folder = folderIn(await openDataFolder(dataDir))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const google = await openVirtualGoogle({ clock: systemClock, file: join(folder, 'google.json'), loadImages: true })
  const { apiUrl, controlUrl } = google
  await writeFile(addressesIn(dataDir), `${JSON.stringify({ apiUrl, controlUrl } satisfies Addresses)}\n`)
  return google
}

/** The API of the demo's virtual Google, as it was started last; undefined if it never was on this data folder. */
export async function demoGoogleUrl(dataDir: string): Promise<string | undefined> {
  const text = await readFile(addressesIn(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  return text === undefined ? undefined : (JSON.parse(text) as Addresses).apiUrl
}
