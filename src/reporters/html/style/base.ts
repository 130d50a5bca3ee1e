/** Colours of both schemes (contrast AA on every ground they stand on), type, the head of the page. */
export const BASE = `
:root { color-scheme: light dark;
  --ground: #f6f6f3; --card: #fff; --sunk: #f1f1ed; --ink: #1b1d20; --soft: #565b62; --line: #dddcd6;
  --fail: #b01e17; --pass: #12662b; --warn: #7d5200; --info: #1f58a3; --link: #14529b;
  --fail-g: #fcefed; --pass-g: #edf6ee; --warn-g: #fbf3e2; --info-g: #eef3fa; --mute-g: #ecece8;
  --check: #8c9097;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --yes: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M3 8.5l3.2 3.2L13 4.8' fill='none' stroke='%23000' stroke-width='2.4' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E");
  --no: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M4 4l8 8M12 4l-8 8' fill='none' stroke='%23000' stroke-width='2.4' stroke-linecap='round'/%3E%3C/svg%3E");
  --mind: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 3v6M8 12.6v.2' fill='none' stroke='%23000' stroke-width='2.6' stroke-linecap='round'/%3E%3C/svg%3E");
  --ask: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M5.3 5.6a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 1.9M8 13v.1' fill='none' stroke='%23000' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E");
  --note: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 7.4v5.2M8 3.6v.2' fill='none' stroke='%23000' stroke-width='2.4' stroke-linecap='round'/%3E%3C/svg%3E");
  --dash: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M4 8h8' fill='none' stroke='%23000' stroke-width='2.2' stroke-linecap='round'/%3E%3C/svg%3E"); }
@media (prefers-color-scheme: dark) { :root {
  --ground: #131518; --card: #1b1e22; --sunk: #15171a; --ink: #e9e9e6; --soft: #a8adb5; --line: #33373d;
  --fail: #ff968c; --pass: #7fd398; --warn: #eebb5c; --info: #93bdf3; --link: #93bdf3;
  --fail-g: #2d1a1a; --pass-g: #16261b; --warn-g: #2a2213; --info-g: #1a2330; --mute-g: #282b30;
  --check: #7d838b; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; unicode-bidi: isolate; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: .15em; }
code, pre { font-family: var(--mono); font-size: .86em; unicode-bidi: isolate; }
b { font-weight: 620; }
button, input, select { font: inherit; color: inherit; }
button { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .7rem; cursor: pointer; min-height: 2rem; }
button:hover { border-color: var(--soft); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus, h3:focus { outline: none; }
[hidden] { display: none !important; }
.wrap { width: min(100% - 2rem, 68rem); margin-inline: auto; }
.quiet { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; top: .5rem; background: var(--card); padding: .4rem .8rem; border-radius: 6px; z-index: 9; }
.skip:focus { left: .5rem; }

.v { display: inline-flex; align-items: baseline; gap: .35em; white-space: nowrap; font-weight: 620; font-size: .84rem; color: var(--c); }
.v::before { content: ""; flex: none; width: .95em; height: .95em; align-self: center; background: currentColor; mask: var(--i) center / contain no-repeat; print-color-adjust: exact; }
.v, .seal { --c: var(--soft); --i: var(--dash); }
.v-pass { --c: var(--pass); --i: var(--yes); }
.v-fail, .v-blocked { --c: var(--fail); --i: var(--no); }
.v-warn, .v-incomplete { --c: var(--warn); --i: var(--mind); }
.v-inconclusive { --c: var(--warn); --i: var(--ask); }
.v-info { --c: var(--info); --i: var(--note); }
@media (forced-colors: active) { .v::before, .seal::before { background: CanvasText; } }
.f-fail, .f-blocked { fill: var(--fail); } .f-pass { fill: var(--pass); } .f-warn, .f-inconclusive, .f-incomplete { fill: var(--warn); }
.f-info { fill: var(--info); } .f-skip { fill: var(--check); } .f-track { fill: var(--mute-g); }

.hero { border-top: 6px solid var(--c); background: var(--g); border-bottom: 1px solid var(--line); padding: 1.5rem 0 1.75rem; }
.hero.is-fail { --c: var(--fail); --g: var(--fail-g); } .hero.is-pass { --c: var(--pass); --g: var(--pass-g); }
.hero.is-incomplete { --c: var(--warn); --g: var(--warn-g); }
.brand { font-weight: 620; font-size: .9rem; letter-spacing: .01em; } .brand span { color: var(--soft); font-weight: 400; }
.verdict { display: grid; grid-template-columns: auto 1fr; gap: 1.25rem; align-items: start; margin: 1.6rem 0 1.75rem; }
.seal { width: 3.5rem; height: 3.5rem; border-radius: 50%; background: var(--c); display: grid; place-items: center; print-color-adjust: exact; }
.seal::before { content: ""; width: 2.1rem; height: 2.1rem; background: var(--card); mask: var(--i) center / contain no-repeat; print-color-adjust: exact; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem); letter-spacing: -.02em; font-weight: 680; color: var(--c); }
h1 .of { color: var(--ink); font-weight: 500; }
.lead { font-size: clamp(1.05rem, 1rem + .4vw, 1.3rem); line-height: 1.45; margin-top: .5rem; max-width: 52ch; text-wrap: pretty; }
.bar { display: block; width: 100%; height: .6rem; border-radius: 3px; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; margin-top: .6rem; }
.meta { display: flex; flex-wrap: wrap; gap: .8rem 2.25rem; margin-top: 1.5rem; padding-top: 1.1rem; border-top: 1px solid var(--line); font-size: .9rem; }
.meta dt, .facts dt, .label, th { color: var(--soft); font-weight: 500; font-size: .8rem; }
.meta code { font-size: .95em; }
.foot { color: var(--soft); font-size: .85rem; padding: 2.5rem 0 3rem; }
h2 { font-size: 1.5rem; letter-spacing: -.01em; margin: 2.75rem 0 1rem; }
h3 { font-size: 1.15rem; margin-bottom: .8rem; }
.left { color: var(--soft); font-size: .9rem; margin: .7rem 0; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
