/** What needs a file system. */
export { readPassFolder } from './read-pass-folder.ts'
