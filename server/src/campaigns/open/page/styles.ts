/** The styles of every page: narrow first, light and dark, nothing fetched from elsewhere. */
export const styles = `
:root { --ground: #f5f5f7; --ink: #1d1d1f; --muted: #5c5c61; --line: #d2d2d7; --panel: #fff; --button: #000; --button-ink: #fff; --focus: #0057d9; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #101012; --ink: #f5f5f7; --muted: #a9a9b1; --line: #3a3a3f; --panel: #1c1c1f; --button: #f5f5f7; --button-ink: #101012; --focus: #6cb0ff; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { display: grid; gap: 1.75rem; justify-items: center; align-content: center; min-height: 100vh; max-width: 60rem; margin: 0 auto; padding: 1.5rem max(1rem, env(safe-area-inset-left)) 2.5rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 0 0 .25rem; font-size: 1rem; line-height: 1.35; }
p { margin: 0; overflow-wrap: anywhere; }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; }
.muted { color: var(--muted); }
.small { font-size: .875rem; }
.side { display: grid; gap: 1.25rem; width: 100%; max-width: 24rem; }
.heading { display: grid; gap: .35rem; }
.actions { display: grid; gap: .75rem; }
.button { display: flex; align-items: center; justify-content: center; gap: .6rem; min-height: 3.25rem; padding: .6rem 1rem; border: 1px solid var(--button); border-radius: .8rem; background: var(--button); color: var(--button-ink); font-weight: 600; text-align: center; text-decoration: none; }
.button:hover { opacity: .88; }
.button svg { flex: none; width: 1.6rem; height: 1.6rem; }
.button.google { border-color: #747775; border-radius: 2rem; background: #1f1f1f; color: #fff; font-weight: 500; }
.button.second { border-color: var(--line); background: transparent; color: var(--ink); font-weight: 500; }
.note { padding: .8rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--focus); border-radius: .6rem; background: var(--panel); }
.phone { display: flex; gap: 1rem; align-items: center; padding: 1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--panel); }
.phone [role=img] { flex: none; }
.phone svg { display: block; width: 8.25rem; height: 8.25rem; border-radius: .5rem; shape-rendering: crispEdges; }
.pass { position: relative; display: flex; flex-direction: column; width: 100%; max-width: 20rem; min-height: 19rem; overflow: hidden; border-radius: 1.1rem; background: var(--pass-background); color: var(--pass-foreground); box-shadow: 0 1px 2px rgb(0 0 0 / .18), 0 14px 36px rgb(0 0 0 / .2); }
.pass .backdrop { position: absolute; inset: -1.5rem; width: calc(100% + 3rem); height: calc(100% + 3rem); object-fit: cover; filter: blur(14px) brightness(.8); }
.pass > :not(.backdrop) { position: relative; }
.pass header { display: flex; align-items: center; justify-content: space-between; gap: .75rem; min-height: 4rem; padding: .9rem 1rem; }
.pass .logo { display: block; max-width: 60%; height: 2.2rem; object-fit: contain; object-position: left; }
.pass .name { overflow: hidden; font-size: 1.05rem; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
.pass .strip { display: block; width: 100%; aspect-ratio: 375 / 144; object-fit: cover; }
.pass .face { display: flex; gap: 1rem; justify-content: space-between; padding: 1rem; }
.pass .title { display: -webkit-box; overflow: hidden; font-size: 1.35rem; font-weight: 600; line-height: 1.2; overflow-wrap: anywhere; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.pass .thumbnail { flex: none; width: 4.5rem; height: 4.5rem; border-radius: .4rem; object-fit: cover; }
.pass dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(5rem, 1fr)); gap: 1rem; margin: auto 0 0; padding: 1rem; }
.pass dt { overflow: hidden; color: var(--pass-label); font-size: .7rem; font-weight: 600; letter-spacing: .05em; text-overflow: ellipsis; text-transform: uppercase; white-space: nowrap; }
.pass dd { height: .8rem; margin: .4rem 0 0; border-radius: .4rem; background: currentColor; opacity: .22; }
.plain { display: grid; gap: 1rem; justify-items: center; max-width: 28rem; text-align: center; }
.plain svg { width: 3.5rem; height: 3.5rem; color: var(--muted); }
.prose { display: grid; gap: 1rem; width: 100%; max-width: 40rem; }
.prose h2 { margin: .75rem 0 -.5rem; }
.prose a { color: var(--focus); }
.prose ul { display: grid; gap: .5rem; margin: 0; padding-left: 1.25rem; }
.prose dl { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: .6rem 1.5rem; margin: 0; }
.prose dd { margin: 0; }
.prose code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  .prose dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; }
  .prose dd { margin-bottom: .8rem; }
}
@media (max-width: 30rem), (pointer: coarse) and (max-height: 30rem) {
  .phone { display: none; }
}
@media (min-width: 48rem) {
  main:has(.pass) { grid-template-columns: minmax(0, 20rem) minmax(0, 24rem); gap: 4rem; align-items: center; justify-content: center; }
  .pass { min-height: 24rem; }
}
`
