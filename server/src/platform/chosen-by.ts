import Type, { type Static, type TObject } from 'typebox'

/**
 * The schema of a body whose shape one of its members decides. What is wrong with it is said about the shape chosen,
 * and about no other.
 *
 * @param member a literal in each of the shapes
 */
export function chosenBy<const Shapes extends readonly TObject[]>(member: string, shapes: Shapes) {
  return Type.Unsafe<Static<Shapes[number]>>({
    type: 'object',
    discriminator: { propertyName: member },
    oneOf: shapes,
  })
}
