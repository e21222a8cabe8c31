import { GoogleApiError } from '@billfold/google-wallet'

/** Goes on with something else after one error of Google's. */
export function unless<T>(code: GoogleApiError['code'], instead: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof GoogleApiError && error.code === code) return instead()
    throw error
  }
}
