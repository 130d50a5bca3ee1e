import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { letIn, NO_TOKEN } from '../../refusals.ts';

const SENT: Readonly<Record<string, string>> = {
  'endpoint/rejects-get-without-token': 'GET (the event stream)',
  'endpoint/rejects-notification-without-token': 'notifications',
  'endpoint/rejects-tool-call-without-token': 'tool calls',
};

export const sideDoor: KnownRule = {
  code: 'endpoint/side-door',
  leg: 'check',
  checks: Object.keys(SENT),
  about: {
    title: 'Some kinds of request are not asked for a token.',
    cause: 'Validation looks at the method or session first.',
    fix: 'Validate the token on every request.',
  },
  diagnose: (symptoms) => {
    const through = letIn(symptoms, Object.keys(SENT), [NO_TOKEN]);
    if (through.length === 0) return [];
    const kinds = [...new Set(through.map(({ id }) => SENT[id] ?? id))];
    return [
      found(
        `Some kinds of request are not asked for a token: ${kinds.join(', ')}.`,
        [...new Set(through.map(({ message }) => message))].slice(0, 3).join(' '),
        'Validate the token before looking at HTTP method, JSON-RPC method or session: every request carries it, also GET, notifications and tool calls.',
        { results: [...new Set(through.map(({ id }) => id))] },
      ),
    ];
  },
};
