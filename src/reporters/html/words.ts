import type { RunVerdict, Summary, TargetReport, Verdict } from '../../types.ts';
import { h, type Markup } from './markup.ts';

/** A verdict as sign and word: never by colour alone. */
export function badge(verdict: Verdict | RunVerdict, word: string = LABELS[verdict]): Markup {
  return h`<span class="v v-${verdict}">${word}</span>`;
}

const LABELS: Readonly<Record<Verdict | RunVerdict, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  warn: 'Warning',
  info: 'Note',
  skip: 'Skipped',
  blocked: 'Blocked',
  inconclusive: 'Undecided',
  incomplete: 'Incomplete',
};

/** Worst first: the order in which counts are read. */
export const VERDICTS: readonly Verdict[] = [
  'fail',
  'blocked',
  'warn',
  'inconclusive',
  'pass',
  'info',
  'skip',
];

const COUNTED: Readonly<Record<Verdict, readonly [one: string, many: string]>> = {
  fail: ['failed', 'failed'],
  blocked: ['blocked', 'blocked'],
  warn: ['warning', 'warnings'],
  inconclusive: ['undecided', 'undecided'],
  pass: ['passed', 'passed'],
  info: ['note', 'notes'],
  skip: ['skipped', 'skipped'],
};

/** "3 warnings", "12 failed" */
export function counted(number: number, verdict: Verdict): string {
  return `${inFigures(number)} ${COUNTED[verdict][number === 1 ? 0 : 1]}`;
}

export function summaryOf(results: readonly { readonly verdict: Verdict }[]): Summary {
  const summary = { pass: 0, fail: 0, warn: 0, info: 0, skip: 0, blocked: 0, inconclusive: 0 };
  for (const { verdict } of results) summary[verdict] += 1;
  return summary;
}

/** "12,345" */
export function inFigures(number: number): string {
  return `${number}`.replaceAll(/(?<=\d)(?=(?:\d{3}){1,7}$)/g, ',');
}

/** "40 ms", "1.7 s", "3 min 20 s", "2 h 5 min" */
export function durationOf(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return 'unknown';
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(`${minutes} min`, Math.floor(seconds % 60), 's');
  return withRest(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min');
}

function withRest(text: string, rest: number, unit: string): string {
  return rest === 0 ? text : `${text} ${rest} ${unit}`;
}

/** "23 November 2026, 23:29 UTC" in a `time` element; a time that nobody can read stands as it is. */
export function moment(iso: string | null): Markup {
  const at = ISO.test(iso ?? '') ? Date.parse(iso ?? '') : Number.NaN;
  if (Number.isNaN(at)) return h`<span>${iso ?? 'unknown'}</span>`;
  const date = new Date(at);
  const text = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`;
  return h`<time datetime="${date.toISOString()}">${text}</time>`;
}

/** `Date.parse` alone takes almost any text that ends in a number for a date. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A link where it is safe to follow one, else text: only https, and nobody is told where it was clicked. */
export function link(url: string, text: string = url): Markup {
  return safeLink(url)
    ? h`<a href="${url}" rel="noreferrer noopener">${text}</a>`
    : h`<span class="url">${text}</span>`;
}

function safeLink(url: string): boolean {
  return url.length <= 2000 && url.startsWith('https://') && URL.canParse(url) && !/["'<>\s]/.test(url);
}

/** Who runs the authorization server: a name where its host tells, else the host. */
export function providerOf({ discovery }: TargetReport): string {
  const { issuer } = discovery;
  if (issuer === null) return 'not known';
  if (!URL.canParse(issuer)) return issuer;
  const { host, pathname } = new URL(issuer);
  const known = PROVIDERS.find(([pattern]) => pattern.test(host));
  if (known !== undefined) return known[1];
  return pathname.includes('/realms/') ? `Keycloak at ${host}` : host;
}

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:login\.microsoftonline\.(?:com|us)|sts\.windows\.net|login\.chinacloudapi\.cn)$/,
    'Microsoft Entra ID',
  ],
  [/\.(?:okta|oktapreview|okta-emea)\.com$/, 'Okta'],
  [/\.auth0\.com$/, 'Auth0'],
];
