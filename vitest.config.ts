import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Flows are the longest, so they begin: at the end both workers have short files left to share. */
class FlowsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFlow = ({ moduleId }: TestSpecification) => Number(moduleId.includes('/test/flows/'))
    return (await super.sort(files)).sort((a, b) => isFlow(b) - isFlow(a))
  }
}

// Tests run on the TypeScript sources; the workspaces' names resolve to them instead of to dist.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@billfold\/apns$/, replacement: source('./packages/apns/src/index.ts') },
      { find: /^@billfold\/google-wallet\/fields$/, replacement: source('./packages/google-wallet/src/fields.ts') },
      { find: /^@billfold\/google-wallet$/, replacement: source('./packages/google-wallet/src/index.ts') },
      { find: /^@billfold\/pkpass\/keys$/, replacement: source('./packages/pkpass/src/keys.ts') },
      { find: /^@billfold\/pkpass\/node$/, replacement: source('./packages/pkpass/src/node.ts') },
      { find: /^@billfold\/pkpass\/sharp$/, replacement: source('./packages/pkpass/src/sharp.ts') },
      { find: /^@billfold\/pkpass$/, replacement: source('./packages/pkpass/src/index.ts') },
      { find: /^@billfold\/simulator$/, replacement: source('./simulator/src/index.ts') },
    ],
  },
  test: {
    include: ['{packages,server,simulator,test,bench,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: './server/test/global-setup.ts',
    // Generous, since nothing here is a timed test: a busy machine must not turn a test red.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    // A worker keeps what it has imported from one file to the next: to load the server again for each costs more than
    // most files take. So a file undoes whatever it changes that others share.
    isolate: false,
    sequence: { sequencer: FlowsFirst },
  },
})
