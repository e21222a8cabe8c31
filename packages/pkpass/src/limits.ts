/** What the reader takes and the builder makes, unless told otherwise. Far above any real pass. */
export const maxPassBytes = 64 * 1024 * 1024
export const maxPassFiles = 1000
