import type { Exchange, TargetReport } from '../../types.ts';
import { count } from '../words.ts';
import { besideTheRoad, type Leg, legsOf, type Message } from './legs.ts';
import { h, type Markup, nothing } from './markup.ts';
import { pathOf } from './meaning.ts';
import { type Parties, partiesOf } from './parties.ts';
import { badge, durationOf } from './words.ts';

/** Most messages that are drawn, and most rows of what the checks sent. */
const MOST_DRAWN = 150;
const MOST_LISTED = 600;

/** Who said what to whom: the road as a sequence diagram, what the checks sent folded or only counted. */
export function sequence(target: TargetReport, withChecks: boolean): Markup {
  const legs = legsOf(target);
  if (legs.length === 0) return nothing;
  const drawn = legs.flatMap(({ messages }) => messages.map(({ exchange }) => exchange));
  const parties = partiesOf(target, drawn);
  const firstSession = legs.findIndex(({ title }) => title === 'MCP session');
  const failing = legs.findIndex(({ verdict }) => verdict === 'fail');
  let room = MOST_DRAWN;
  return h`<section class="part"><h3>The flow</h3>
<div class="seq n${parties.present.length + 1}"><div class="heads" aria-hidden="true"><span class="head"><b>Client</b><small>mcp-authcheck</small></span>${parties.present.map(
    ({ title, host }) => h`<span class="head"><b>${title}</b><small>${host}</small></span>`,
  )}</div>
${legs.map((leg, index) => {
  const shown = leg.messages.slice(0, Math.max(0, room));
  room -= leg.messages.length;
  const open = index <= Math.max(firstSession, 0) || index === failing;
  return legOf({ ...leg, messages: shown }, leg.messages.length - shown.length, parties, open);
})}</div>
${beside(target, withChecks)}</section>`;
}

function legOf(leg: Leg, left: number, parties: Parties, open: boolean): Markup {
  const { title, aside, verdict, messages } = leg;
  const number = messages.length + left;
  return h`<details class="leg"${open ? h` open` : nothing}><summary><b>${title}</b> <span class="aside">${aside}</span>${
    verdict === undefined ? nothing : badge(verdict)
  }<span class="more">${count(number, 'exchange')}</span></summary>
<ol class="msgs">${messages.map((message) => messageOf(message, parties))}</ol>${
    left > 0 ? h`<p class="left">${count(left, 'more exchange')} not drawn.</p>` : nothing
  }</details>`;
}

function messageOf({ exchange, what, failed }: Message, parties: Parties): Markup {
  const party = parties.of(exchange);
  const lane = parties.present.findIndex((one) => one.party === party);
  const title = parties.present[lane]?.title ?? '';
  return h`<li class="msg to${lane + 2}${failed ? h` bad` : nothing}"><span class="n">${exchange.n}</span><div class="talk">
<p class="say"><b>${what}</b> <code>${exchange.method} ${pathOf(exchange.url)}</code></p>
<span class="wire" aria-hidden="true"></span>
<p class="answer"><span class="quiet-party">${title}: </span>${statusOf(exchange)} <span class="ms">${durationOf(exchange.durationMs)}</span></p></div></li>`;
}

/** Status with its name, and why there is none. */
export function statusOf({ status, error }: Exchange): Markup {
  if (status === null)
    return h`<span class="st s0">no answer${error === undefined ? '' : ` (${error})`}</span>`;
  const kind = Math.min(5, Math.max(1, Math.floor(status / 100)));
  const name = NAMES[status];
  return h`<span class="st s${kind}">${status}${name === undefined ? '' : ` ${name}`}</span>`;
}

const NAMES: Readonly<Record<number, string>> = {
  200: 'OK',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved',
  302: 'Found',
  307: 'Redirect',
  308: 'Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Server Error',
  502: 'Bad Gateway',
  503: 'Unavailable',
  504: 'Gateway Timeout',
};

function beside(target: TargetReport, withChecks: boolean): Markup {
  const others = besideTheRoad(target);
  if (others.length === 0) return nothing;
  const words = `${count(others.length, 'further exchange')}: what the checks sent, and clearing away`;
  if (!withChecks) return h`<p class="left">${words}. The json report has them.</p>`;
  const shown = others.slice(0, MOST_LISTED);
  return h`<details class="fold"><summary>${words}</summary><div class="in"><table class="list"><caption class="quiet">Exchanges of the checks</caption>
<thead><tr><th scope="col" class="num">No.</th><th scope="col">Request</th><th scope="col">Answer</th><th scope="col" class="num">Took</th></tr></thead>
<tbody>${shown.map((one) => h`<tr><td class="num">${one.n}</td><td><code>${one.method} ${pathOf(one.url)}</code></td><td>${statusOf(one)}</td><td class="num">${durationOf(one.durationMs)}</td></tr>\n`)}</tbody></table>${
    others.length > shown.length
      ? h`<p class="left">And ${others.length - shown.length} more in the json report.</p>`
      : nothing
  }</div></details>`;
}
