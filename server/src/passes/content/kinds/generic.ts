import Type from 'typebox'
import { closed, text } from '../places.ts'

/** The facts of whatever has no kind of its own. */
export const genericDetails = closed({
  subtitle: Type.Optional(text('What stands above the title')),
  holderName: Type.Optional(text("The holder's name")),
})
