import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

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
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
