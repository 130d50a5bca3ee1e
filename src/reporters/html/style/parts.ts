/** What a target's story is made of: facts, findings, folds, claims, results, sessions. */
export const PARTS = `
.part, .finding, .fold, .about { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.part { padding: 1.4rem 1.5rem; margin-top: 1.25rem; content-visibility: auto; contain-intrinsic-size: auto 500px; }
.facts { display: grid; gap: .6rem; }
.facts > div { display: grid; grid-template-columns: 8.5rem 1fr; gap: 1rem; align-items: baseline; }
.facts ul { display: grid; gap: .3rem; } .facts li { padding-left: 1rem; text-indent: -1rem; } .facts li::before { content: "–"; display: inline-block; width: 1rem; text-indent: 0; }
.about { padding: 1.1rem 1.5rem; font-size: .93rem; margin-top: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .5rem 2rem; } .about > div { grid-template-columns: 6.5rem 1fr; }
.url { font-family: var(--mono); font-size: .86em; unicode-bidi: isolate; }
.tag { display: inline-block; background: var(--mute-g); border-radius: 4px; padding: 0 .45em; font-size: .82rem; unicode-bidi: isolate; }
.aside, .ms, .like, .words { color: var(--soft); } .aside, .ms { font-size: .88rem; }

.strip { display: flex; margin-top: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.strip li { flex: 1; padding: .8rem 1rem .9rem; border-top: 4px solid var(--b, var(--check)); position: relative; }
.strip li + li { border-left: 1px solid var(--line); }
.strip b { display: block; } .strip .v { white-space: normal; }
.strip .is-fail, .strip .is-blocked { --b: var(--fail); } .strip .is-pass { --b: var(--pass); } .strip .is-warn { --b: var(--warn); }

h2 + .eyebrow { margin-top: 0; } .eyebrow { margin: 1.25rem 0 .5rem; font-weight: 620; color: var(--soft); font-size: .9rem; }
.finding { padding: 1.4rem 1.5rem 1.5rem; border-left: 5px solid var(--c, var(--info)); }
.finding + .finding { margin-top: 1rem; }
.is-error { --c: var(--fail); } .is-warning { --c: var(--warn); }
.kicker { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .84rem; color: var(--soft); }
.finding h3, .finding h4 { font-size: 1.3rem; margin: .4rem 0 1rem; max-width: 46ch; letter-spacing: -.01em; }
.finding h4 { font-size: 1.08rem; }
.fix { background: var(--pass-g); border-radius: 8px; padding: .9rem 1.1rem 1.1rem; margin-bottom: 1.1rem; }
.fix .label { color: var(--pass); font-weight: 620; font-size: .84rem; } .fix > p + p { font-size: 1.05rem; max-width: 65ch; }
.finding .facts { font-size: .93rem; } .finding dd { max-width: 75ch; }
.paste { margin-top: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 7px; display: grid; grid-template-columns: 1fr auto; align-items: center; }
.paste figcaption { padding: .35rem .9rem; color: var(--soft); font-size: .82rem; }
.paste pre { grid-column: 1 / -1; margin: 0; padding: .7rem .9rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; border-top: 1px solid var(--line); line-height: 1.5; }
.copy { margin: .25rem .3rem; min-height: 1.8rem; padding: 0 .7rem; font-size: .84rem; }

summary { cursor: pointer; padding: .75rem 1.1rem; border-radius: 9px; }
summary:hover { background: var(--sunk); }
.fold { margin-top: .8rem; } .fold .fold, .part .fold { background: none; }
.fold > .in { padding: .3rem 1.1rem 1.2rem; }
.fold > summary .v, .leg > summary .v { margin-left: .6rem; }
.fold.flat { padding: .75rem 1.1rem; }
.counts { margin-left: .4rem; } .counts .v { margin-left: .6rem; font-weight: 500; }
.eyebrow + .finding + .fold { background: var(--card); }

table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .8rem .55rem 0; border-bottom: 1px solid var(--line); }
tr:last-child > * { border-bottom: 0; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 0; }
th + .num, td + .num { padding-left: .8rem; }
.claims { table-layout: fixed; margin-top: .8rem; } .claims th:first-child { width: 10rem; } .claims th:last-child { width: 34%; }
.claims th code { font-weight: 620; color: var(--ink); font-size: .88rem; }
.val code { background: var(--sunk); border-radius: 4px; padding: .05em .35em; } .words { font-size: .86rem; }
.need .v { display: flex; } .need .val { margin-top: .2rem; } .none { color: var(--soft); font-style: italic; }
.remarks { margin-top: .8rem; font-size: .9rem; }

.res { padding: .9rem 0; border-top: 1px solid var(--line); } .res:first-child { border-top: 0; padding-top: .4rem; }
.res > p { max-width: 90ch; } .id { display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; }
.id code { font-weight: 620; } .mend { margin-top: .25rem; } .mend b { color: var(--pass); margin-right: .3rem; }
.rule { color: var(--soft); font-size: .84rem; margin-top: .2rem; }
.session { padding: .9rem 0; border-top: 1px solid var(--line); } h3 + .session { border-top: 0; padding-top: 0; }
.tools, .calls { font-size: .93rem; margin-top: .3rem; } .calls li { padding: .15rem 0; } .sub { display: block; color: var(--soft); font-size: .86rem; }
@media screen and (max-width: 44rem) {
  .wrap { width: calc(100% - 1.5rem); }
  .verdict { grid-template-columns: 1fr; gap: .8rem; } .seal { width: 2.75rem; height: 2.75rem; } .seal::before { width: 1.6rem; height: 1.6rem; }
  .part, .finding, .about { padding: 1.1rem 1rem; } .fold > .in { padding-inline: .9rem; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .strip { flex-direction: column; } .strip li { border-top: 0; border-left: 4px solid var(--b, var(--check)); display: flex; gap: 1rem; justify-content: space-between; padding: .6rem .9rem; }
  .strip li + li { border-left: 4px solid var(--b, var(--check)); border-top: 1px solid var(--line); }
  .claims, .claims tbody, .claims tr, .claims td, .claims tbody th { display: block; width: auto; } .claims thead { display: none; }
  .claims tr { padding: .7rem 0; border-bottom: 1px solid var(--line); } .claims td, .claims tbody th { border: 0; padding: .1rem 0; }
  .claims tbody th { width: auto !important; } .need:empty { display: none; } .need { margin-top: .3rem; padding-left: .8rem !important; border-left: 3px solid var(--line) !important; }
}
`;
