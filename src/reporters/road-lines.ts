import type { FlowReport, Result, TargetReport } from '../types.ts';
import { claimLines } from './claim-lines.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint } from './paint.ts';
import { sessionLines } from './session-lines.ts';
import { refusalInWords, signatureInWords, timeLeft, whoseToken } from './words.ts';

/** The road: discovery, then each flow with its token, its claims, its sessions and its calls. */
export function roadLines(target: TargetReport, now: number, paint: Paint): readonly string[] {
  const discovery = target.results.find((result) => result.id === 'road/discovery');
  const width = Math.max(9, ...target.flows.map((flow) => flow.flow.length));
  return [
    ...(discovery === undefined ? [] : discoveryLines(discovery, target, width, paint)),
    ...target.flows.flatMap((flow, index) =>
      flowLines(flow, target.flows.slice(0, index), target.results, width, now, paint),
    ),
  ];
}

function discoveryLines(
  result: Result,
  target: TargetReport,
  width: number,
  paint: Paint,
): readonly string[] {
  const { challenge, protectedResourceMetadata, authorizationServerMetadata } = target.discovery;
  const found = [
    challenge === null ? 'no challenge' : `${escapeRemote(challenge.scheme, 40)} challenge`,
    `${protectedResourceMetadata === null ? 'no ' : ''}protected resource metadata`,
    `${authorizationServerMetadata === null ? 'no ' : ''}authorization server metadata`,
  ];
  const text = result.verdict === 'fail' ? escapeRemote(result.message, 300) : found.join(', ');
  return hang(`  ${paint.mark(result.verdict)} ${'discovery'.padEnd(width)}  `, text, paint.width);
}

function flowLines(
  flow: FlowReport,
  earlier: readonly FlowReport[],
  results: readonly Result[],
  width: number,
  now: number,
  paint: Paint,
): readonly string[] {
  const own = results.filter((result) => result.flow === flow.flow);
  const head = `  ${paint.mark(roadVerdict(flow, own))} ${escapeRemote(flow.flow, 40).padEnd(width)}  `;
  if (flow.error !== null) return hang(head, refusalInWords(flow.error), paint.width);
  if (flow.token === null) {
    const why = own.find((result) => result.id === 'road/token')?.message ?? 'not tried';
    return hang(head, escapeRemote(why, 300), paint.width);
  }
  const indent = ' '.repeat(width + 6);
  const by = flow.library === null || flow.library === 'none' ? '' : ` (${flow.library})`;
  const facts = `${whoseToken(flow.token)}, ${timeLeft(flow.token, now)}, ${signatureInWords(flow.token)}${by}`;
  const without = flow.library === 'none' && flow.flow === 'none';
  return [
    ...hang(head, without ? 'no token, as asked' : facts, paint.width),
    ...(without ? [] : claimLines(flow, results, indent, paint)),
    ...own
      .filter((result) => result.id === 'road/renewal')
      .flatMap((result) =>
        hang(
          `${indent}${paint.mark(result.verdict)} `,
          escapeRemote(result.message, 300),
          paint.width,
          indent.length + 2,
        ),
      ),
    ...sessionLines(flow.sessions, earlier, indent, paint),
  ];
}

/** What a flow itself is about; other groups only borrow its token. */
const OF_THE_ROAD: ReadonlySet<string> = new Set(['road', 'token', 'server']);

/** How the road went. That the endpoint also lets others in is no failure of the flow whose token was borrowed. */
function roadVerdict(flow: FlowReport, own: readonly Result[]): 'pass' | 'fail' | 'blocked' | 'incomplete' {
  if (flow.token === null && flow.error === null) return 'blocked';
  if (flow.error !== null) return 'fail';
  const walked = own.filter(({ group }) => OF_THE_ROAD.has(group));
  if (walked.some(({ verdict }) => verdict === 'fail' || verdict === 'blocked')) return 'fail';
  return flow.verdict === 'incomplete' ? 'incomplete' : 'pass';
}
