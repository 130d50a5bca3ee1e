/** The sequence diagram and the waterfall. Lanes are drawn by backgrounds: no inline style is allowed here. */
export const DIAGRAMS = `
.seq { --gut: 3rem; --client: 12%; }
.heads { display: grid; margin-left: var(--gut); gap: 0; position: relative; }
.head { text-align: center; padding: 0 .3rem; line-height: 1.3; } .head b { display: block; font-size: .9rem; }
.head small { color: var(--soft); font-size: .78rem; font-family: var(--mono); }
.head { background: var(--sunk); border: 1px solid var(--line); border-radius: 7px; padding: .45rem .5rem; margin: 0 .4rem; }
.head { justify-self: center; }
.n2 .heads { grid-template-columns: 16% 28%; justify-content: space-between; } .n3 .heads { grid-template-columns: 16% 56% 28%; }
.n4 .heads { grid-template-columns: 16% 30% 27% 27%; } .n5 .heads { grid-template-columns: 16% 21% 21% 21% 21%; }
.leg { border-top: 1px solid var(--line); margin-top: .6rem; } .leg > summary { padding: .6rem .2rem; }
.leg + .leg { margin-top: 0; } .more { float: right; color: var(--soft); font-size: .84rem; }
.msgs { margin-left: var(--gut); padding-bottom: .8rem; background-repeat: no-repeat; background-size: 1px 100%;
  background-image: linear-gradient(var(--check), var(--check)), linear-gradient(var(--check), var(--check)), linear-gradient(var(--check), var(--check)), linear-gradient(var(--check), var(--check)), linear-gradient(var(--check), var(--check)); }
.n2 .msgs { background-position: 8% 0, 86% 0, -9px 0, -9px 0, -9px 0; } .n3 .msgs { background-position: 8% 0, 44% 0, 86% 0, -9px 0, -9px 0; }
.n4 .msgs { background-position: 8% 0, 31% 0, 59.5% 0, 86.5% 0, -9px 0; } .n5 .msgs { background-position: 8% 0, 26.5% 0, 47.5% 0, 68.5% 0, 89.5% 0; }
.msg { position: relative; padding: .55rem 0 .45rem; font-size: .88rem; line-height: 1.35; }
.msg > .n { position: absolute; left: calc(-1 * var(--gut)); width: calc(var(--gut) - .7rem); text-align: right; }
.n { color: var(--soft); font-variant-numeric: tabular-nums; font-size: .82rem; }
.talk { --to: 78%; margin-left: 8%; width: var(--to); }
.n3 .to2 .talk { --to: 36%; } .n4 .to2 .talk { --to: 23%; } .n4 .to3 .talk { --to: 51.5%; } .n4 .to4 .talk { --to: 78.5%; }
.n5 .to2 .talk { --to: 18.5%; } .n5 .to3 .talk { --to: 39.5%; } .n5 .to4 .talk { --to: 60.5%; } .n5 .to5 .talk { --to: 81.5%; }
.say, .answer { width: max-content; max-width: min(30rem, 52vw); margin-left: .7rem; background: var(--card); padding: 0 .3rem; position: relative; }
.say code { color: var(--soft); }
.wire { display: block; height: .6rem; border-bottom: 1.5px solid var(--w); position: relative; margin-top: -.35rem; --w: var(--info); }
.talk::after { content: ""; display: block; height: .35rem; border-bottom: 1.5px dashed var(--check); }
.wire::after { content: ""; position: absolute; right: 0; bottom: -5px; border: 4.5px solid transparent; border-left: 8px solid var(--w); border-right: 0; }
.talk { position: relative; } .talk::before { content: ""; position: absolute; left: 0; bottom: -3.5px; border: 4.5px solid transparent; border-right: 8px solid var(--check); border-left: 0; }
.bad .wire { --w: var(--fail); } .bad .say b { color: var(--fail); }
.answer { margin-top: .15rem; } .quiet-party { display: none; }
.st { font-weight: 620; } .s2 { color: var(--pass); } .s1, .s3, .s4 { color: var(--warn); } .s5, .s0 { color: var(--fail); }
.bad .st { color: var(--fail); } .bad .st::after { content: " ✕"; }

.key { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .84rem; color: var(--soft); margin: -.3rem 0 .9rem; } .key svg { width: .7rem; height: .7rem; margin-right: .4rem; border-radius: 2px; }
.fall { font-size: .86rem; table-layout: fixed; } .fall th:first-child { width: 34%; } .fall th:last-child { width: 5.5rem; }
.fall td { padding-block: .22rem; border-bottom-color: var(--sunk); vertical-align: middle; line-height: 1.3; } .fall td .n { display: inline-block; width: 1.9rem; text-align: right; margin-right: .5rem; }
.fall td:nth-child(2) { position: relative; padding-right: 0; } .ticks { display: flex; justify-content: space-between; font-weight: 400; font-variant-numeric: tabular-nums; } .fall th:nth-child(2) { padding-right: 0; position: relative; }
.track { display: block; width: 100%; height: .75rem; background: var(--sunk); border-radius: 2px; }
.p-discovery { fill: var(--info); } .p-registration, .p-authorization, .p-token { fill: var(--warn); } .p-session { fill: var(--pass); } .p-check, .p-cleanup { fill: var(--check); }
.rest td { color: var(--soft); }
@media screen and (max-width: 44rem) {
  .seq { --gut: 1.9rem; } .heads { display: none; } .msgs { background: none; } .msg .talk { margin-left: 0; width: auto; min-width: 0; }
  .say, .answer { margin-left: 0; width: auto; max-width: none; padding: 0; } .wire, .talk::before, .talk::after { display: none; } .quiet-party { display: inline; color: var(--soft); }
  .msg { border-top: 1px solid var(--sunk); } .more { float: none; display: block; }
  .fall th:first-child { width: 45%; } .fall td .n { width: auto; margin-right: .2rem; } .fall th:last-child { width: 4.2rem; } .ticks span:nth-child(even) { display: none; } .ticks span:nth-child(3) { display: none; }
}
`;
