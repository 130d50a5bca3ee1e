import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, sentenceCase } from '../../look.ts';
import { atEndpoint, frontOf, setting } from './seen.ts';
import { waitLonger } from './settings.ts';

/** Cloudflare: 522 no connection, 524 no answer. */
const TOO_LATE: ReadonlySet<number | null> = new Set([504, 522, 524]);

export const gatewayTimeout: KnownRule = {
  code: 'gateway/timeout',
  leg: 'network',
  explains: ['network/busy', 'session/*', 'server/*', 'endpoint/refuses-in-the-wrong-way'],
  about: {
    title: 'The gateway gives up on the server before it answers.',
    cause: 'It answers 504 itself, because the server takes longer than the gateway waits.',
    fix: 'Let the gateway wait longer, and look what the server waits for.',
  },
  diagnose: (symptoms) => {
    const asked = atEndpoint(symptoms).filter(({ status }) => status !== null);
    const late = asked.filter(({ status }) => TOO_LATE.has(status));
    const [first] = late;
    if (first === undefined) return [];
    const front = frontOf(first);
    const all = late.length === asked.length;
    const waited = Math.max(...late.map(({ durationMs }) => durationMs));
    return [
      found(
        `${sentenceCase(front.name)} gives up on the MCP server before it answers (${first.status}).`,
        `${all ? 'Every request' : `${late.length} of ${asked.length} requests`} got ${first.status}${front.told}, after ${waited < 1000 ? `${waited} ms` : `${Math.round(waited / 1000)} s`} at most. The gateway says so itself; what the server would have answered is not known.`,
        waited < AT_ONCE_MS
          ? 'It did not wait at all: look at the upstream and its timeout in the configuration of the gateway, and in its log; a unit may be wrong (ms for s), or the address of the server.'
          : all
            ? 'Look whether the server runs and what it waits for, for instance for the keys of the issuer (OAUTH_JWKS_URI). If it only takes long, let the gateway wait longer.'
            : 'Let the gateway wait as long as the slowest tool takes, and let long tools report progress.',
        {
          ...(waited < AT_ONCE_MS ? {} : setting(front, waitLonger)),
          look: "The server's log: whether the request arrived, and when its answer was ready.",
          results: failedIds(symptoms, ({ group }) => BEHIND.has(group)),
        },
      ),
    ];
  },
};

/** Nobody sets a gateway to wait less. */
const AT_ONCE_MS = 500;

const BEHIND: ReadonlySet<string> = new Set(['road', 'server', 'endpoint', 'coverage']);
