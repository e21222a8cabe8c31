import type { GoogleDeps } from '../deps.ts'
import type { Sender } from '../sync/sender.ts'

/** What making links to Google works with. */
export interface GoogleLinkDeps extends GoogleDeps {
  readonly sender: Pick<Sender, 'sendNow'>
  /** The page on which passes are saved, without a slash at the end; undefined is Google's own. */
  readonly saveUrl: string | undefined
  /** What each credential may send, all processes together. */
  readonly requestsPerSecond: number
  /** Where Billfold is reached: the origin of the pages that lead to Google. */
  readonly baseUrl: string
}
