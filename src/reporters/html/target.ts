import type { TargetReport } from '../../types.ts';
import { and } from '../words.ts';
import { checks } from './checks.ts';
import { tokens } from './claims.ts';
import { findingsOf, rootOf } from './findings.ts';
import { h, joined, type Markup, nothing } from './markup.ts';
import { sequence } from './sequence.ts';
import { sessions } from './sessions.ts';
import { strip } from './strip.ts';
import { waterfall } from './waterfall.ts';
import { badge, durationOf, moment, summaryOf } from './words.ts';

/** The only target of a report: everything about it. */
export function onlyTarget(target: TargetReport): Markup {
  return h`<section class="wrap target" aria-labelledby="t1"><h2 id="t1">${target.name}</h2>${storyOf(target, true)}</section>`;
}

/** One of several, folded. `thorough`: with what passed and what the checks sent. */
export function oneOfMany(target: TargetReport, anchor: string, thorough: boolean): Markup {
  const root = rootOf(target);
  const story = target.verdict === 'pass' && !thorough ? passedOf(target) : storyOf(target, thorough);
  return h`<details class="target" data-for="${anchor}"${target.verdict === 'pass' ? nothing : h` data-print`}><summary>${badge(target.verdict)}<span class="name"><b>${target.name.slice(0, 200)}</b>${
    root === undefined ? nothing : h`<span class="cause">${root.summary.slice(0, 300)}</span>`
  }</span></summary><div class="in"><h3 class="quiet" id="${anchor}" tabindex="-1">${target.name.slice(0, 200)}</h3>${story}</div></details>
`;
}

function storyOf(target: TargetReport, thorough: boolean): Markup {
  const now = Date.parse(target.startedAt) + target.durationMs;
  return h`${target.verdict === 'pass' ? nothing : findingsOf(target)}${strip(target)}${factsOf(target)}${target.verdict === 'pass' ? findingsOf(target) : nothing}${sequence(target, thorough)}${waterfall(target)}${tokens(
    target,
    now,
  )}${checks(target, thorough)}${sessions(target)}`;
}

/** Of a target that passed among many others, what somebody may still want to know. */
function passedOf(target: TargetReport): Markup {
  return h`${factsOf(target)}${strip(target)}${target.findings.length === 0 ? nothing : findingsOf(target)}`;
}

/** Who answers, what it speaks, who issues its tokens. */
function factsOf({
  url,
  server,
  eras,
  discovery,
  startedAt,
  durationMs,
  tags = [],
  exitCode,
  results,
  flows,
}: TargetReport): Markup {
  const spoken = [
    ...new Set(
      flows.flatMap(({ sessions: own }) =>
        own.flatMap(({ error, protocol }) => (error === null ? protocol : [])),
      ),
    ),
  ].toSorted();
  const missing = [
    ...(eras.legacy === false ? ['no revision before 2026-07-28'] : []),
    ...(eras.modern === false ? ['not 2026-07-28'] : []),
  ];
  const speaks = [...(spoken.length === 0 ? [] : [and(spoken)]), ...missing].join(', ');
  const listed = summaryOf(results.filter(({ expectedFailure }) => expectedFailure === true)).fail;
  const facts: readonly (readonly [string, Markup | undefined])[] = [
    ['Endpoint', h`<span class="url">${url}</span>`],
    ['Server', server === null ? undefined : h`${server.name} ${server.version}`],
    ['Speaks MCP', speaks === '' ? undefined : h`${speaks}`],
    ['Issuer', discovery.issuer === null ? undefined : h`<span class="url">${discovery.issuer}</span>`],
    ['Looked at', h`${moment(startedAt)}, ${durationOf(durationMs)}`],
    [
      'Tags',
      tags.length === 0
        ? undefined
        : joined(
            tags.slice(0, 20).map((tag) => h`<span class="tag">${tag.slice(0, 60)}</span>`),
            h` `,
          ),
    ],
    ['Expected to fail', listed === 0 ? undefined : h`${listed} results, which do not fail the run`],
    ['Exit code', exitCode === 0 ? undefined : h`${exitCode}`],
  ];
  return h`<dl class="facts about">${facts.map(([name, value]) =>
    value === undefined ? nothing : h`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
