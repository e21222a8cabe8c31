/** What needs a file system. */
export { type PassFolder, readPassFolder } from './read-pass-folder.ts'
