import type { VirtualApns, VirtualGoogle } from '@billfold/simulator'
import type { Config } from '../../config.ts'
import { startDemoApns } from './virtual-apns.ts'
import { startDemoGoogle } from './virtual-google.ts'

type GoogleUrls = Pick<Config, 'googleApiUrl' | 'googleTokenUrl' | 'googleSaveUrl' | 'googleRootKeysUrl'>

/** What the demo has in place of Apple and Google; undefined where a setting names something else. */
export interface VirtualServices {
  readonly apns: VirtualApns | undefined
  readonly google: VirtualGoogle | undefined
  /** The settings that lead to them. */
  readonly settings: Partial<Pick<Config, 'apnsUrl' | 'apnsCaFile'> & GoogleUrls>
  close(): Promise<void>
}

/**
 * Starts the virtual services of the demo, each unless a setting names another.
 *
 * @throws SimulatorError
 */
export async function openVirtualServices(config: Config): Promise<VirtualServices> {
  const apns = config.apnsUrl === undefined ? await startDemoApns(config.dataDir) : undefined
  try {
    const google = namesGoogle(config) ? undefined : await startDemoGoogle(config.dataDir)
    return {
      apns,
      google,
      settings: {
        ...(apns && { apnsUrl: apns.url, apnsCaFile: apns.caFile }),
        ...(google && urlsOf(google)),
      },
      async close() {
        await google?.close()
        await apns?.close()
      },
    }
  } catch (error) {
    await apns?.close()
    throw error
  }
}

/** All or none: a part of one Google has no use for the rest of another. */
function namesGoogle({ googleApiUrl, googleTokenUrl, googleSaveUrl, googleRootKeysUrl }: GoogleUrls): boolean {
  return [googleApiUrl, googleTokenUrl, googleSaveUrl, googleRootKeysUrl].some((url) => url !== undefined)
}

function urlsOf({ apiUrl, tokenUrl, saveUrl, rootKeysUrl }: VirtualGoogle): GoogleUrls {
  return { googleApiUrl: apiUrl, googleTokenUrl: tokenUrl, googleSaveUrl: saveUrl, googleRootKeysUrl: rootKeysUrl }
}
