import { paths } from './handle.ts'
import type { VirtualGoogle } from './virtual-google.ts'

/** What virtual Android phones need of a virtual Google that is somewhere else, by the address of its API. */
export function googleForPhones(apiUrl: string): Pick<VirtualGoogle, 'saveUrl' | 'walletsUrl'> {
  return { saveUrl: apiUrl + paths.save, walletsUrl: apiUrl + paths.wallets }
}
