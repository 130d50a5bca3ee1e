import type { Exchange, TargetReport } from '../../types.ts';
import { rounded } from './bar.ts';
import { besideTheRoad, legsOf } from './legs.ts';
import { h, type Markup, nothing } from './markup.ts';
import { durationOf } from './words.ts';

const KEY = h`<ul class="key" aria-hidden="true">${[
  ['p-discovery', 'discovery'],
  ['p-token', 'token'],
  ['p-session', 'MCP session'],
  ['p-check', 'clearing away and checks'],
].map(
  ([kind = '', words = '']) =>
    h`<li><svg viewBox="0 0 10 10"><rect class="${kind}" width="10" height="10"/></svg>${words}</li>`,
)}</ul>`;

/** Most bars; a road that is longer than this has gone wrong in another way. */
const MOST_BARS = 120;

/** When each exchange of the road began and how long it took; those of the checks are one bar together. */
export function waterfall(target: TargetReport): Markup {
  const legs = legsOf(target);
  const rows = legs
    .flatMap(({ title, aside, messages }) =>
      messages.map(({ exchange, what }) => ({ exchange, what, leg: title, aside })),
    )
    .filter(({ exchange }) => !Number.isNaN(Date.parse(exchange.startedAt)));
  if (rows.length === 0) return nothing;
  const others = spanOf(besideTheRoad(target));
  const spans = [...rows.map(({ exchange }) => spanOf([exchange])), others].flatMap((span) => span ?? []);
  const start = Math.min(...spans.map((span) => span.start));
  const length = Math.max(1, ...spans.map(({ end }) => end - start));
  const left = rows.length - MOST_BARS;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => h`<span>${durationOf(length * part)}</span>`);
  return h`<section class="part"><h3>Where the time went</h3>${KEY}<table class="fall"><caption class="quiet">Begin and length of each exchange</caption>
<thead><tr><th scope="col">Exchange</th><th scope="col"><span class="quiet">Begin and length</span><span class="ticks" aria-hidden="true">${ticks}</span></th><th scope="col" class="num">Took</th></tr></thead>
<tbody>${rows.slice(0, MOST_BARS).map(({ exchange, what, leg, aside }) => {
    const span = spanOf([exchange]) ?? { start, end: start };
    return h`<tr><td><span class="n">${exchange.n}</span> ${what}</td><td><span class="quiet">${leg} ${aside}, after ${durationOf(span.start - start)}</span>${barOf(span, start, length, `p-${exchange.phase}`)}</td><td class="num">${durationOf(exchange.durationMs)}</td></tr>\n`;
  })}${
    others === undefined
      ? nothing
      : h`<tr class="rest"><td>the checks, ${others.number} exchanges</td><td><span class="quiet">after ${durationOf(others.start - start)}</span>${barOf(others, start, length, 'p-check')}</td><td class="num">${durationOf(others.end - others.start)}</td></tr>`
  }</tbody></table>${left > 0 ? h`<p class="left">${left} more exchanges not drawn.</p>` : nothing}</section>`;
}

interface Span {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
}

function spanOf(exchanges: readonly Exchange[]): (Span & { readonly number: number }) | undefined {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { startedAt, durationMs } of exchanges) {
    const at = Date.parse(startedAt);
    if (Number.isNaN(at)) continue;
    start = Math.min(start, at);
    end = Math.max(end, at + Math.max(0, durationMs));
  }
  return start > end ? undefined : { start, end, number: exchanges.length };
}

function barOf(span: Span, start: number, length: number, kind: string): Markup {
  const from = ((span.start - start) / length) * 1000;
  const width = Math.max(4, ((span.end - span.start) / length) * 1000);
  return h`<svg class="track" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="${kind}" x="${rounded(Math.min(from, 996))}" y="1" width="${rounded(width)}" height="8"/></svg>`;
}
