import type { Server, ServerRequest } from './client.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** Everything of a list, page by page. */
export async function everything<Item>(server: Server, request: ServerRequest): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { ...request.query, limit: 200, cursor }
    const answer: { body: Page<Item> } = await server.ask<Page<Item>>({ ...request, query })
    items.push(...answer.body.items)
    cursor = answer.body.next
  }
  return items
}
