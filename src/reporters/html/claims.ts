import type { FlowReport, Result, TargetReport, Token } from '../../types.ts';
import { signatureInWords, timeLeft, tokenInWords } from '../words.ts';
import { CLAIM_WORDS, ENTRAS_OWN, OWN_WORDS } from './claim-words.ts';
import { h, type Markup, nothing } from './markup.ts';
import { badge, moment } from './words.ts';

/** The token of each flow in plain words, and beside each claim what was needed. `now` in milliseconds. */
export function tokens(target: TargetReport, now: number): Markup {
  const flows = target.flows.filter(({ token }) => token !== null);
  if (flows.length === 0) return nothing;
  const open = [
    flows.findIndex((flow) => compared(target, flow).some(({ verdict }) => verdict === 'fail')),
    flows.findIndex(({ verdict }) => verdict === 'fail'),
    0,
  ].find((index) => index >= 0);
  return h`<section class="part"><h3>${flows.length === 1 ? 'The token' : 'The tokens'}</h3>${flows.map(
    (flow, index) => (flow.token === null ? nothing : tokenOf(flow, flow.token, target, now, index === open)),
  )}</section>`;
}

function tokenOf(flow: FlowReport, token: Token, target: TargetReport, now: number, open: boolean): Markup {
  const words = tokenInWords(token);
  const bad = compared(target, flow).some(({ verdict }) => verdict === 'fail');
  const by = flow.library === null || flow.library === 'none' ? '' : `by ${flow.library}`;
  return h`<details class="fold"${open ? h` open` : nothing}><summary><b>${flow.flow}</b> <span class="aside">${by}</span>${
    bad ? badge('fail', 'Not what was needed') : nothing
  }</summary><div class="in"><p>${words.charAt(0).toUpperCase()}${words.slice(1)}. ${capital(signatureInWords(token))}.</p>
${token.claims === null ? nothing : claimTable(flow, token, target, now)}${
  token.remarks.length === 0
    ? nothing
    : h`<ul class="remarks">${token.remarks.slice(0, 20).map((remark) => h`<li>${remark}</li>`)}</ul>`
}</div></details>`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Most claims that are shown; what a token may hold has no end. */
const MOST_CLAIMS = 60;

function claimTable(flow: FlowReport, token: Token, target: TargetReport, now: number): Markup {
  const claims = token.claims ?? {};
  const main = mainRows(flow, token, target, now);
  const rest = Object.entries(claims)
    .filter(([name]) => !SHOWN.has(name))
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  const left = rest.length - MOST_CLAIMS;
  return h`<table class="claims" role="table"><caption class="quiet">Claims of the token, ${flow.flow}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Claim</th><th scope="col" role="columnheader">What it says</th><th scope="col" role="columnheader">What was needed</th></tr></thead>
<tbody role="rowgroup">${main}${rest
    .slice(0, MOST_CLAIMS)
    .map(([name, value]) => row(name, plain(value), wordsFor(name), nothing))}</tbody></table>${
    left > 0 ? h`<p class="left">And ${left} more claims.</p>` : nothing
  }`;
}

/** Those with words of ours first, in their order; what Entra ID writes for itself last. */
function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place >= 0 ? place : ENTRAS_OWN.has(name) ? ORDER.length + 1 : ORDER.length;
}

const ORDER = Object.keys(CLAIM_WORDS);

const SHOWN: ReadonlySet<string> = new Set(['aud', 'iss', 'scp', 'scope', 'roles', 'exp', 'nbf', 'iat']);

function mainRows(flow: FlowReport, token: Token, target: TargetReport, now: number): readonly Markup[] {
  const { discovery } = target;
  const results = compared(target, flow);
  const asked = discovery.challenge?.parameters.scope;
  const claims = token.claims ?? {};
  const scopeName = 'scope' in claims && !('scp' in claims) ? 'scope' : 'scp';
  const needed = (check: string, otherwise: Markup): Markup =>
    expectedBy(
      results.find(({ id }) => id === check),
      otherwise,
    );
  return [
    row(
      'aud',
      values(token.aud),
      wordsFor('aud'),
      needed('token/audience-as-expected', said('The endpoint calls itself', discovery.resource)),
    ),
    row(
      'iss',
      values(token.iss === null ? [] : [token.iss]),
      wordsFor('iss'),
      needed('token/issuer-as-expected', said('The endpoint trusts', discovery.issuer)),
    ),
    row(
      scopeName,
      values(token.scp),
      wordsFor(scopeName),
      token.appOnly === true && token.scp.length === 0
        ? h`<p class="words">Nothing: a machine has no scopes, its roles count.</p>`
        : h`${needed('token/scopes-as-expected', nothing)}${said('The challenge asks for', asked ?? null)}`,
    ),
    row('roles', values(token.roles), wordsFor('roles'), needed('token/roles-as-expected', nothing)),
    row('exp', lifetime(token, now), 'How long it is good for.', nothing),
  ];
}

function row(name: string, value: Markup, words: string, needed: Markup): Markup {
  return h`<tr role="row"><th scope="row" role="rowheader"><code>${name}</code></th><td role="cell"><div class="val">${value}</div><p class="words">${words}</p></td><td role="cell" class="need">${needed}</td></tr>
`;
}

function wordsFor(name: string): string {
  if (ENTRAS_OWN.has(name)) return OWN_WORDS;
  return Object.hasOwn(CLAIM_WORDS, name) ? (CLAIM_WORDS[name] ?? '') : '';
}

function values(items: readonly string[]): Markup {
  if (items.length === 0) return h`<span class="none">none</span>`;
  const left = items.length - MOST_VALUES;
  return h`${items.slice(0, MOST_VALUES).map((item) => h`<code>${item.slice(0, 600)}</code> `)}${left > 0 ? `and ${left} more` : ''}`;
}

const MOST_VALUES = 40;

function plain(value: unknown): Markup {
  return h`<code>${(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 600)}</code>`;
}

function lifetime(token: Token, now: number): Markup {
  const { issuedAt, notBefore, expiresAt } = token;
  if (expiresAt === null) return h`<span class="none">it does not say</span>`;
  const from = notBefore ?? issuedAt;
  return h`${timeLeft(token, now)} at the end of the run: ${from === null ? nothing : h`from ${moment(from)} `}to ${moment(expiresAt)}`;
}

function compared(target: TargetReport, { flow }: FlowReport): readonly Result[] {
  return target.results.filter((result) => result.flow === flow && result.expected !== undefined);
}

function expectedBy(result: Result | undefined, otherwise: Markup): Markup {
  if (result?.expected === undefined) return otherwise;
  const sign =
    result.verdict === 'pass' ? badge('pass', 'As needed') : badge(result.verdict, 'Not what was needed');
  return h`${sign}<div class="val">${values(result.expected)}</div>`;
}

function said(words: string, value: string | null): Markup {
  return value === null
    ? nothing
    : h`<p class="words">${words}</p><div class="val">${values(value.split(' '))}</div>`;
}
