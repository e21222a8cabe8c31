import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { openDataFolder } from '../../platform/postgres/folders.ts'

const folderIn = (dataDir: string) => join(dataDir, 'demo', 'google')
const addressFileIn = (dataDir: string) => join(folderIn(dataDir), 'address')

/** Starts the demo's stand-in for Google Wallet, on a free port and with what it knew when it was stopped last. */
export async function startDemoGoogle(dataDir: string): Promise<VirtualGoogle> {
  const folder = folderIn(await openDataFolder(dataDir))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const google = await openVirtualGoogle({ clock: systemClock, file: join(folder, 'google.json'), loadImages: true })
  await writeFile(addressFileIn(dataDir), google.apiUrl)
  return google
}

/** Where the demo's virtual Google was started last; undefined if it never was on this data folder. */
export async function demoGoogleUrl(dataDir: string): Promise<string | undefined> {
  return readFile(addressFileIn(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
}
