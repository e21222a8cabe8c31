import { trusted } from './html.ts'

/** Decoration: whatever an icon means is said in words beside it. */
const icon = (paths: string) =>
  trusted(
    `<svg aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`,
  )

export const walletIcon = icon(
  '<path d="M4 8V6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5V8"/><path d="M3 9.5A1.5 1.5 0 0 1 4.5 8h15A1.5 1.5 0 0 1 21 9.5v8a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 17.5z"/><path d="M3 12h5.5c.6 0 1 .5 1.200 1 .4 1.100 1.200 1.800 2.300 1.800s1.900-.7 2.300-1.800c.2-.5.6-1 1.200-1H21"/>',
)

export const stoppedIcon = icon('<circle cx="12" cy="12" r="9"/><path d="M12 7.500v5.500"/><path d="M12 16.300v.1"/>')
