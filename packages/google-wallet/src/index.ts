export type * from './generated/types.ts'
export { type ClassOf, type ObjectOf, type Vertical, verticals } from './verticals.ts'
