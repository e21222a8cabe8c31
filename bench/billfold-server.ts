/** Billfold as it ships, in a process of its own. */
import { type Running, startBillfold } from '../server/dist/main.js'
import { serve } from './child.ts'
import { configOf, type Place } from './installation.ts'

let running: Running | undefined

serve(
  {
    async start(place: Place): Promise<number> {
      running = await startBillfold(configOf(place))
      return Number(new URL(running.baseUrl).port)
    },
  },
  async () => running?.stop(),
)
