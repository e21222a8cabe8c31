// One process that numbers events until it is killed; says "ready" when it has begun.
import { passVersions } from '../../passes/versions.ts'
import { systemClock } from '../../platform/clock.ts'
import { openDatabase } from '../../platform/database.ts'
import { openLogger } from '../../platform/logger.ts'
import { startSequencer } from '../sequencer.ts'

const database = openDatabase({ connectionString: process.argv[2] as string, maxConnections: 4 })
startSequencer({ database, clock: systemClock, versions: passVersions, logger: openLogger('warn') })
process.send?.('ready')
