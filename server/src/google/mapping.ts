import type { ClassOf, ObjectOf, Vertical } from '@billfold/google-wallet'
import type { Kind, PassContent } from '../passes/content/content.ts'
import type { SharedPath } from '../passes/content/personal-places.ts'
import type { SharedContent, Sharing } from '../passes/content/sharing.ts'
import type { GooglePlace } from './place.ts'

/** What a class or an object is made for. */
export interface View {
  readonly vertical: Vertical
  readonly sharing: Sharing
  /** Of the content's texts, BCP 47. */
  readonly language: string
  readonly place: GooglePlace
}

export type ContentOf<K extends Kind> = Extract<PassContent, { kind: K }>
export type SharedContentOf<K extends Kind> = Extract<SharedContent, { kind: K }>

/**
 * A text that Google has on the class alone, or not at all. Where passes differ in it, each object tells its own in a text
 * module.
 */
export interface ClassText<K extends Kind> {
  readonly path: SharedPath
  /** The text module's id, and its header in English content. */
  readonly id: string
  readonly label: string
  /** Google has no place for it at all: where passes do not differ in it, the class tells it in a text module. */
  readonly placeless?: true
  text(content: ContentOf<K>, language: string): string | undefined
}

/** A fact that a row of the card can show by itself, so that a field which repeats it need not. */
export interface FactReference {
  readonly path: SharedPath
  /** Google's path to it; undefined if it stands in the title above the rows anyway. */
  readonly fieldPath: string | undefined
  readonly isDate?: true
}

/** How contents of some kinds become classes and objects of a vertical. */
export interface Mapping<K extends Kind, V extends Vertical> {
  readonly classTexts: readonly ClassText<K>[]
  readonly facts: readonly FactReference[]
  /** What is the class's own in this vertical. */
  classParts(content: SharedContentOf<K>, view: View): Partial<ClassOf<V>>
  /** What is the object's own in this vertical. */
  objectParts(content: ContentOf<K>, view: View): Partial<ObjectOf<V>>
}

/** The fact at a path of the details, and where Google has it. */
export const fact = (path: string, fieldPath: string, more: { isDate?: true } = {}): FactReference => ({
  path: ['details', ...path.split('.')],
  fieldPath,
  ...more,
})

/** The issuer, whom every class but a generic one names. */
export const issuerText = {
  path: ['issuerName'],
  id: 'issuerName',
  label: 'Issuer',
  text: ({ issuerName }: PassContent) => issuerName,
} satisfies ClassText<Kind>

/** The title, which every card has above its rows. */
export const titleFact: FactReference = { path: ['title'], fieldPath: undefined }

/** Whether a fact stands above the rows anyway. */
export const isTitle = (told: FactReference | undefined): boolean => told !== undefined && told.fieldPath === undefined
