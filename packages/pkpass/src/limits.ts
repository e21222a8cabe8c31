/** What the reader takes and the builder makes, unless told otherwise. Far above any real pass. */
export const maxPassBytes = 64 * 1024 * 1024
export const maxPassFiles = 1000
/** Of pass.json and of each of the other texts in a package: they are read as a whole before anything is known of them. */
export const maxTextBytes = 256 * 1024
/** Of all strings files of a package together, and of the texts in one: forty languages need a tenth of that. */
export const maxStringsBytes = 4 * 1024 * 1024
export const maxTexts = 5000
/** Of an image that is decoded to make a pass's images of it. */
export const maxImageBytes = 10 * 1024 * 1024
export const maxImagePixels = 40_000_000
/** Of a bundle (Apple, *Distributing and Updating a Pass*). */
export const maxBundlePasses = 10
export const maxBundleBytes = 150_000_000
