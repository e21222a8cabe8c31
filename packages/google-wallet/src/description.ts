/** One field of a schema of the API, as the generated table has it. */
export interface FieldDescription {
  readonly type: 'string' | 'boolean' | 'double' | 'int32' | 'int64' | 'enum' | 'object'
  /** The name of the enum or schema. */
  readonly of?: string
  readonly list?: true
  readonly deprecated?: true
  /** In characters: longer texts are cut on small screens. */
  readonly advisedLength?: number
}

export interface EnumDescription {
  readonly values: readonly string[]
  /** From each deprecated spelling to the documented one. */
  readonly aliases: Readonly<Record<string, string>>
}
