import Type from 'typebox'
import { closed, requiredText, text } from '../places.ts'

const points = (description: string) =>
  closed({ label: requiredText('What is counted, such as "Stamps"'), value: Type.Number() }, description)

/** A loyalty card's facts; the programme's name is the content's title. */
export const loyaltyDetails = closed({
  points: Type.Optional(points('The balance')),
  secondaryPoints: Type.Optional(points('A second balance')),
  tier: Type.Optional(text("The member's tier, such as Gold")),
  memberName: Type.Optional(text("The member's name")),
  memberId: Type.Optional(text("The member's number")),
})
