/** What a report on many targets has besides: root causes, filters, the table, folded sections. */
export const FLEET = `
.causes li { display: grid; grid-template-columns: 8rem 1fr; gap: 1.5rem; padding: 1rem 0; border-top: 1px solid var(--line); }
.causes li:first-child { border-top: 0; padding-top: 0; }
.howmany b { font-size: 1.7rem; letter-spacing: -.02em; font-variant-numeric: tabular-nums; line-height: 1.1; } .howmany span { color: var(--soft); font-size: .88rem; } .howmany .bar { height: .35rem; margin-top: .35rem; }
.what { font-weight: 620; } .like { font-weight: 400; font-size: .9rem; } .how { max-width: 80ch; font-size: .93rem; } .code { color: var(--soft); font-size: .9rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; margin-top: .25rem; }
.code button { font-size: .84rem; min-height: 1.75rem; padding: 0 .6rem; }
.filters { display: flex; flex-wrap: wrap; gap: .7rem .9rem; align-items: end; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1.1rem 1.1rem; }
.filters label { display: grid; gap: .2rem; font-size: .8rem; color: var(--soft); flex: 1 1 9rem; min-width: 0; max-width: 100%; } .filters .grow { flex: 2 1 13rem; }
.filters input, .filters select { width: 100%; min-width: 0; color: var(--ink); background: var(--ground); border: 1px solid var(--check); border-radius: 6px; padding: .3rem .5rem; min-height: 2.25rem; font-size: .93rem; }
.filters button { min-height: 2.25rem; }
.shown { margin: 1rem 0 .4rem; font-weight: 620; }
.fleet { background: var(--card); border: 1px solid var(--line); border-radius: 10px; border-collapse: separate; border-spacing: 0; table-layout: fixed; }
.fleet th:first-child { width: 7rem; } .fleet th.wide { width: 11.5rem; } .fleet th.wide + .wide { width: 8rem; } .fleet th.num.num { width: 4.9rem; }
.fleet th, .fleet td { padding: .6rem .8rem; } .fleet th button { border: 0; background: none; padding: 0; color: inherit; min-height: 1.5rem; font-size: .8rem; }
.fleet th[aria-sort] button { color: var(--ink); font-weight: 620; } .fleet th[aria-sort=ascending] button::after { content: " ↑"; } .fleet th[aria-sort=descending] button::after { content: " ↓"; }
.fleet .num { padding-left: .2rem; } .fleet td a, .fleet td b { font-weight: 620; unicode-bidi: isolate; } .fleet .sub { font-family: var(--mono); font-size: .78rem; }
.fleet .cause { display: block; margin-top: .2rem; font-size: .9rem; } .fleet tbody tr:hover { background: var(--sunk); }
details.target { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-top: .5rem; content-visibility: auto; contain-intrinsic-size: auto 4rem; }
details.target > summary { display: grid; grid-template-columns: 6.5rem 1fr; gap: .6rem; padding: .7rem 1.1rem; } details.target > summary .cause { display: block; font-size: .92rem; color: var(--soft); }
details.target > .in { padding: .2rem 1.1rem 1.3rem; } details.target .part, details.target .about { background: none; } details.target .say, details.target .answer { background: var(--card); }
.tools-row { margin: .4rem 0 .8rem; display: flex; gap: .6rem; }
@media screen and (max-width: 44rem) { .wide { display: none; } .fleet th:first-child { width: 6.2rem; } .causes li { grid-template-columns: 1fr; gap: .3rem; } .fleet th, .fleet td { padding: .55rem .6rem; } .fleet .v { font-size: .8rem; } details.target > summary { grid-template-columns: 1fr; gap: 0; } details.target > .in { padding-inline: .6rem; } }
`;
