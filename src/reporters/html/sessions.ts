import type { SessionReport, TargetReport } from '../../types.ts';
import { callName, clip, count } from '../words.ts';
import { h, joined, type Markup, nothing } from './markup.ts';
import { badge, durationOf } from './words.ts';

/** Most tools and calls of one session by name. */
const MOST = 40;

/** What was said in each session, per flow and protocol revision. */
export function sessions(target: TargetReport): Markup {
  const rows = target.flows.flatMap(({ flow, sessions: own }) =>
    own.map((session) => sessionOf(flow, session)),
  );
  const refused = target.flows.filter(({ token, error }) => token === null && error !== null);
  if (rows.length + refused.length === 0) return nothing;
  return h`<section class="part"><h3>Sessions, tools and calls</h3>${rows}${refused.map(
    ({
      flow,
      error,
    }) => h`<div class="session"><p class="id">${badge('fail')} <b>${flow}</b> <span class="aside">no token</span></p>
<p>${error?.message ?? ''}</p>${error?.hint === undefined ? nothing : h`<p class="mend"><b>Next</b> ${error.hint}</p>`}</div>`,
  )}</section>`;
}

function sessionOf(flow: string, session: SessionReport): Markup {
  const { protocol, tools, calls, droppedTools, elicitations, error } = session;
  const bad = error !== null || calls.some(({ verdict }) => verdict === 'fail');
  const repeated = calls.some(({ message }) => message !== undefined && message === error?.message);
  return h`<div class="session"><p class="id">${badge(bad ? 'fail' : 'pass')} <b>${flow}</b> <span class="aside">${protocol}</span></p>
${error === null || repeated ? nothing : h`<p>${error.message}</p>${error.hint === undefined ? nothing : h`<p class="mend"><b>Next</b> ${error.hint}</p>`}`}
${
  tools.length === 0
    ? nothing
    : h`<p class="tools">${count(tools.length, 'tool')}: ${joined(
        tools.slice(0, MOST).map(({ name }) => h`<code>${name.slice(0, 80)}</code>`),
        h`, `,
      )}${tools.length > MOST ? ` and ${tools.length - MOST} more` : ''}</p>`
}
${calls.length === 0 ? nothing : h`<ul class="calls">${calls.slice(0, MOST).map(callOf)}</ul>`}
${[
  ...droppedTools
    .slice(0, 5)
    .map(
      ({ name, reason }) =>
        h`<p>${badge('warn')} Clients have to leave out <code>${name.slice(0, 80)}</code>: ${reason}</p>`,
    ),
  ...elicitations
    .slice(0, 5)
    .map(
      ({ message, url, answer }) =>
        h`<p>${badge('info')} The server asked: ${message}${url === undefined ? '' : `, at ${url} (not opened)`}: ${answer === 'accept' ? 'answered' : 'declined'}</p>`,
    ),
]}</div>`;
}

function callOf(call: SessionReport['calls'][number]): Markup {
  const { verdict, message, result, expected, durationMs } = call;
  const got = verdict === 'pass' ? h` = <code>${clip(JSON.stringify(result) ?? '', 160)}</code>` : nothing;
  const wanted =
    expected === undefined || verdict === 'pass'
      ? nothing
      : h` <span class="aside">expected ${clip(JSON.stringify(expected) ?? '', 80)}</span>`;
  return h`<li>${badge(verdict)} <code>${callName(call)}</code>${got}${wanted} <span class="ms">${durationOf(durationMs)}</span>${
    message === undefined ? nothing : h`<span class="sub">${message}</span>`
  }</li>`;
}
