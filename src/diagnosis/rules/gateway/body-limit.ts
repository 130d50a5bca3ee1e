import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, sentenceCase } from '../../look.ts';
import { atEndpoint, frontOf, setting } from './seen.ts';
import { takeLargerBodies } from './settings.ts';

export const bodyLimit: KnownRule = {
  code: 'gateway/body-limit',
  leg: 'network',
  explains: ['endpoint/not-mcp', 'endpoint/refuses-in-the-wrong-way', 'session/*', 'server/*'],
  about: {
    title: 'Request bodies are larger than the gateway takes.',
    cause: 'It answers 413 to ordinary MCP requests.',
    fix: 'Raise the limit on request bodies.',
  },
  diagnose: (symptoms) => {
    const asked = atEndpoint(symptoms).filter(({ method, status }) => method === 'POST' && status !== null);
    const large = asked.filter(({ status }) => status === 413);
    const [first] = large;
    if (first === undefined) return [];
    const front = frontOf(first);
    return [
      found(
        `${front.product === undefined ? 'The endpoint' : sentenceCase(front.name)} takes no request bodies of ordinary size (413).`,
        `${large.length} of ${asked.length} requests got 413${first.contentType === undefined ? '' : ` with ${first.contentType}`}${front.told}, although none was larger than a few kilobytes.`,
        'Raise the limit on request bodies for the MCP path: arguments of tools may be large, a few megabytes are usual.',
        {
          ...setting(front, takeLargerBodies),
          results: failedIds(symptoms, ({ group }) => BEHIND.has(group)),
        },
      ),
    ];
  },
};

const BEHIND: ReadonlySet<string> = new Set(['road', 'server', 'endpoint', 'coverage']);
