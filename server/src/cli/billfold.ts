#!/usr/bin/env node
import { processIo } from './io.ts'
import { main } from './main.ts'

// `billfold event list | head` closes our output: then there is nobody left to work for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

process.exitCode = await main(process.argv.slice(2), processIo())
