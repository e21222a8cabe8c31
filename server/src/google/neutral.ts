import type { SharedContent } from '../passes/content/sharing.ts'

/**
 * What a class says where its own text is another on each pass: Google demands some, and knows no class without them.
 * The first that is there counts; where none is, a review asks the author for one.
 */
export const titleOf = ({ title, description, logoText, issuerName }: SharedContent): string | undefined =>
  title || description || logoText || issuerName

export const issuerOf = ({ issuerName, logoText, title, description }: SharedContent): string | undefined =>
  issuerName || logoText || title || description
