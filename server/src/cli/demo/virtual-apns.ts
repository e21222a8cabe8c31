import { join } from 'node:path'
import { openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { openDataFolder } from '../../platform/postgres/folders.ts'

/** The demo's development authority, which certifies its pass type and its stand-in for Apple's push service. */
export async function openDemoAuthority(dataDir: string) {
  const folder = await openDataFolder(dataDir)
  return openDevelopmentAuthority(join(folder, 'demo', 'authority'), systemClock.now())
}

/** Starts the virtual APNs that the demo pushes to, on free ports. */
export async function startDemoApns(dataDir: string): Promise<VirtualApns> {
  return openVirtualApns({ authority: await openDemoAuthority(dataDir), clock: systemClock })
}
