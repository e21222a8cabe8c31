/** The thread that decodes images: a decoder that hangs or crashes there takes nothing else with it. */
import { parentPort } from 'node:worker_threads'
import { imageTasks } from './image-tasks.ts'

export interface ImageJob {
  readonly task: keyof typeof imageTasks
  readonly input: unknown
}

export type ImageJobResult = { readonly value: unknown } | { readonly fault: string }

async function run({ task, input }: ImageJob): Promise<ImageJobResult> {
  try {
    return { value: await (imageTasks[task] as (input: unknown) => Promise<unknown>)(input) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', async (job: ImageJob) => parentPort?.postMessage(await run(job)))
