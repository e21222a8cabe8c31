/** What is known of one pass at a moment: its tokens and what happened to it. The history is folded into it elsewhere. */
export interface PassState {
  readonly tokens: {
    readonly contact: Readonly<Record<string, unknown>>
    readonly voucher: Readonly<Record<string, unknown>>
  }
  readonly facts: {
    /** The first installation on any device; never taken back. */
    readonly installedAt?: Date | undefined
    /** Absent once the pass is restored. */
    readonly voidedAt?: Date | undefined
    /** When it was last void and became valid again; a message entered then stays the newest, so restoring is silent. */
    readonly restored?: { readonly voidedAt: Date; readonly at: Date } | undefined
    /** When its holder enrolled, for good. */
    readonly enrolledAt?: Date | undefined
  }
}
