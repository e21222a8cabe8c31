/** A reference of a card's template to a field of the class or the object (Google Wallet API, `FieldReference`). */
export interface FieldPath {
  readonly side: 'class' | 'object'
  readonly steps: readonly Step[]
}

/** Into a field, or to the entry of a list that has this id. */
export type Step = { readonly key: string } | { readonly id: string }

const whole = /^(class|object)((?:\.\w+|\['[\w-]+'\])+)$/
const steps = /\.(\w+)|\['([\w-]+)'\]/g

/** Reads a path like `object.textModulesData['points']`; undefined if it is not written like one. */
export function readFieldPath(text: string): FieldPath | undefined {
  const match = whole.exec(text)
  if (!match) return undefined
  const [, side = '', rest = ''] = match
  return {
    side: side === 'class' ? 'class' : 'object',
    steps: [...rest.matchAll(steps)].map(([, key, id]) => (id === undefined ? { key: key ?? '' } : { id })),
  }
}
