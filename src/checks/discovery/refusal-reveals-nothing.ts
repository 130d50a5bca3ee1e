import { quote, quoteAll } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { notDiscovered, unauthorized } from '../discovered.ts';
import { repeatedRefusals } from '../repeated-refusals.ts';

interface Bodies {
  readonly bodies: readonly string[];
  /** Names of tools that a caller with a token was shown. */
  readonly tools: readonly string[];
  readonly exchanges: readonly number[];
}

export const refusalRevealsNothing: Check<Bodies> = {
  id: 'discovery/refusal-reveals-nothing',
  title: 'tells a caller without a token nothing of what is behind the door',
  level: 'INFO',
  spec: [
    'derived from MCP 2026-07-28 authorization security considerations, Access Token Privilege Restriction',
  ],
  per: 'target',
  passes:
    'The bodies of the 401 to a POST and a GET without a token name no tool, show no stack trace and no software with its version.',
  fails: 'Whatever of these is found is for information.',
  cannotKnow:
    'Names of tools are known only where a flow listed them; other data in the body is not recognised.',
  fix: 'Answer a missing token with a short fixed body, and turn off error pages and banners that name software or show where the code failed.',
  unmet: (context) => {
    const { discovery } = context.evidence;
    if (discovery === null) return notDiscovered(context);
    return unauthorized(discovery).length === 0
      ? 'No request without a token was answered 401, so there is no refusal to read.'
      : undefined;
  },
  observe: async (context) => {
    const { post, get } = await repeatedRefusals(context);
    const refusals = [post, get].filter(({ status }) => status === 401);
    const sessions = context.evidence.flows.flatMap((flow) => flow.sessions);
    return {
      bodies: refusals.map(({ body }) => context.http.vault.redact(body)),
      tools: [...new Set(sessions.flatMap((session) => session.tools.map(({ name }) => name)))],
      exchanges: refusals.map(({ exchange }) => exchange),
    };
  },
  judge: ({ bodies, tools, exchanges }) => {
    const revealed = [...new Set(bodies.flatMap((body) => revealedIn(body, tools)))];
    return revealed.length === 0
      ? {
          verdict: 'pass',
          message: 'The refusal of a request without a token names no tool, no code and no software.',
          exchanges,
        }
      : {
          verdict: 'info',
          message: `The refusal of a request without a token shows ${revealed.join('; ')}.`,
          exchanges,
        };
  },
};

function revealedIn(body: string, tools: readonly string[]): readonly string[] {
  const named = tools.filter((tool) => isNamed(tool, body));
  const trace = STACK_TRACE.exec(body)?.[0].trim();
  const banner = BANNER.exec(body)?.[0];
  return [
    ...(named.length === 0 ? [] : [`the tools ${quoteAll(named)}`]),
    ...(named.length === 0 && body.includes('"inputSchema"') ? ['descriptions of tools'] : []),
    ...(trace === undefined ? [] : [`where its code failed (${quote(trace, 80)})`]),
    ...(banner === undefined ? [] : [`its software (${quote(banner, 60)})`]),
    ...(body.includes('"serverInfo"') ? ['the name and version of the server (serverInfo)'] : []),
  ];
}

/** Names such as `add` are ordinary words: they count where they are a whole JSON string. */
function isNamed(tool: string, body: string): boolean {
  if (body.includes(JSON.stringify(tool))) return true;
  const isDistinct = /[a-z0-9][A-Z_.-]|_/.test(tool);
  return isDistinct && new RegExp(`(?<![\\w-])${escaped(tool)}(?![\\w-])`).test(body);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Of JavaScript (also inside JSON strings), Java and .NET, Python, Go and PHP. */
const STACK_TRACE =
  /(?:^|\n|\\n)\s{1,12}at [^\n"\\]{1,160}|Traceback \(most recent call last\)|goroutine \d+ \[|\bStack trace:|\bFile \\?"[^"\n\\]{1,160}\\?", line \d+/;

const BANNER =
  /\b(?:nginx|apache|openresty|express|node(?:\.js)?|php|iis|tomcat|jetty|werkzeug|gunicorn|uvicorn|hypercorn|kestrel|python|envoy|caddy|traefik|spring boot|asp\.net)[/ ]v?\d{1,3}\.\d{1,3}[\w.-]{0,20}/i;
