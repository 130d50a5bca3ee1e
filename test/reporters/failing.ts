import type { Finding, TargetReport } from '../../src/types.ts';
import { exchange, healthyResults, result, targetReport } from './report.ts';

export const plain = { colour: false, width: 100, unicode: true };

export const openDoor: Finding = {
  code: 'endpoint/open-door',
  severity: 'error',
  confidence: 'certain',
  aadsts: null,
  summary: 'The endpoint answers without a token.',
  cause: 'A request without an Authorization header was answered 200 with a result.',
  fix: 'Put the authorization middleware in front of the route.',
  results: ['endpoint/rejects-no-token'],
  docs: 'docs/findings.md#endpoint-open-door',
};

export const open = (changed: Partial<TargetReport> = {}): TargetReport =>
  targetReport({
    verdict: 'fail',
    results: [
      ...healthyResults.filter((one) => one.id !== 'endpoint/rejects-no-token'),
      ...['2025-11-25', '2026-07-28'].map((protocol) =>
        result('endpoint/rejects-no-token', {
          verdict: 'fail',
          protocol,
          message:
            'A request without a token was answered 200 with a result: it was ACCEPTED; 401 was expected.',
          exchanges: [2],
        }),
      ),
    ],
    findings: [
      openDoor,
      { ...openDoor, code: 'entra/short-scopes', severity: 'note', summary: 'The scopes are short names.' },
    ],
    exchanges: [exchange(1), exchange(2, { status: 200 })],
    ...changed,
  });

export const noToken: TargetReport = targetReport({
  name: 'mailer',
  verdict: 'fail',
  server: null,
  eras: { legacy: null, modern: null },
  flows: [
    {
      flow: 'client_credentials',
      library: null,
      verdict: 'fail',
      token: null,
      sessions: [],
      error: {
        schema: 'mcp-authcheck/error@1',
        code: 'oauth.invalid_client',
        class: 'auth',
        exit: 3,
        message: 'The authorization server refused: invalid_client.',
        retryable: false,
      },
    },
  ],
  results: [
    result('road/discovery'),
    result('road/token', { verdict: 'fail', flow: 'client_credentials' }),
    result('endpoint/accepts-valid-token', { verdict: 'blocked', message: 'No flow brought a token.' }),
  ],
  findings: [
    {
      ...openDoor,
      code: 'entra/aadsts-7000215',
      aadsts: 7000215,
      summary: 'The client secret is wrong.',
      cause: 'Entra ID does not know this secret for the client.',
      fix: 'Copy the Value column, not the Secret ID.',
      results: ['road/token'],
      docs: 'docs/findings.md#entra-aadsts-7000215',
    },
  ],
});
