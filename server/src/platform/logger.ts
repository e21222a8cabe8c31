import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * Billfold's own log output: one JSON line an entry on standard error, so that standard output stays free for what a
 * command prints.
 */
export function openLogger(level: 'silent' | 'warn' | 'info' | 'debug'): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: false }))
}
