import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const brokenSession: KnownRule = {
  code: 'session/broken-answer',
  leg: 'session',
  about: {
    title: 'The server lets the token in, but its answers are no sound MCP.',
    cause: 'It breaks JSON-RPC or the schema of a result, loses the session or refuses the request.',
    fix: 'Look at the answer with --trace --format json, and at the server’s own log.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, ...CODES);
    if (error === undefined) return [];
    return [
      found(
        "The server's answer is no sound MCP.",
        error.message,
        error.hint ?? 'Look at the answer with --trace --format json, and at the server’s own log.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};

/** Not those that say which revision or what further input a server wants: they are no defect. */
const CODES = [
  'jsonrpc',
  'mcp.client_error',
  'mcp.http_status',
  'mcp.invalid_result',
  'mcp.no_answer',
  'mcp.session_lost',
];
