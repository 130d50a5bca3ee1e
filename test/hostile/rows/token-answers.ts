import { against, times } from '../against.ts';
import { type Answer, raw, type Twist } from '../deployment.ts';
import type { Row } from '../row.ts';

type Token = NonNullable<Twist['token']>;

/** Answers of the token endpoint that bring no token, half a one, or one of another kind. */
export const answerRows: readonly Row[] = [
  ...noTokens(),
  ...oddTokens(),
  ...types(),
  ...lifetimes(),
  ...contradictions(),
];

function noTokens(): readonly Row[] {
  const rows: Readonly<Record<string, Answer>> = {
    html: raw('<!doctype html><title>Sign in</title>', 'text/html'),
    'html-as-json': raw('<!doctype html><title>Sign in</title>'),
    empty: raw(''),
    'no-content': { status: 204, body: '' },
    list: raw('[]'),
    null: raw('null'),
    text: raw('"x"'),
    'no-members': raw('{}'),
  };
  return Object.entries(rows).map(([name, answer]) =>
    against({
      id: `token-${name}`,
      does: `answers the token request with ${name.replaceAll('-', ' ')}`,
      twist: { token: () => answer },
      exit: 6,
      code: 'token.invalid',
      also: times('/token', 1),
    }),
  );
}

function oddTokens(): readonly Row[] {
  const rows: readonly [string, (canary: string) => unknown, string][] = [
    ['missing', () => undefined, 'token.invalid'],
    ['empty-text', () => '', 'token.invalid'],
    ['number', () => 5, 'token.invalid'],
    ['in-a-list', (canary) => [canary], 'token.invalid'],
    ['long', (canary) => canary.repeat(4000), 'token.invalid'],
    ['mebibyte', () => 'x'.repeat(1024 * 1024), 'limit.body_bytes'],
    ['line-break', (canary) => `${canary}\r\nX-Injected: yes`, 'token.invalid'],
    ['nul', (canary) => `${canary}\u0000`, 'token.invalid'],
    ['not-ascii', (canary) => `${canary}\u00e9`, 'token.invalid'],
    ['blank', (canary) => `${canary} admin`, 'token.invalid'],
    ['escape', (canary) => `\u001b]0;${canary}\u0007`, 'token.invalid'],
  ];
  return rows.map(([name, value, code]) =>
    against({
      id: `token-value-${name}`,
      does: `sends an access token that cannot be one (${name})`,
      twist: {
        token: (honest, _asked, { secrets }) => ({
          body: { ...honest, access_token: value(secrets.access) },
        }),
      },
      exit: 6,
      code,
      also: times('/token', 1),
    }),
  );
}

function types(): readonly Row[] {
  const rows: readonly [string, unknown, number][] = [
    ['missing', undefined, 6],
    ['mac', 'mac', 6],
    ['dpop', 'DPoP', 6],
    ['number', 5, 6],
    ['padded', 'Bearer ', 6],
    ['any-case', 'bEaReR', 0],
  ];
  return rows.map(([name, value, exit]) =>
    against({
      id: `token-type-${name}`,
      does: `says token_type ${JSON.stringify(value) ?? 'nothing'}`,
      twist: { token: (honest) => ({ body: { ...honest, token_type: value } }) },
      exit,
      ...(exit === 0 ? {} : { code: 'token.type' }),
    }),
  );
}

/** How long a token lives, written as nobody should: the program shows no life at all, or refuses it. */
function lifetimes(): readonly Row[] {
  const written: readonly [string, string, number][] = [
    ['1e20', '1e20', 0],
    ['1e400', '1e400', 6],
    ['negative', '-1', 6],
    ['text', '"3600"', 0],
    ['words', '"soon"', 6],
    ['null', 'null', 6],
    ['list', '[3600]', 0],
    ['zero', '0', 0],
    ['fraction', '0.5', 0],
  ];
  return written.map(([name, value, exit]) =>
    against({
      id: `token-life-${name}`,
      does: `says expires_in ${value}`,
      twist: {
        token: (honest) => raw(JSON.stringify({ ...honest, expires_in: 'HERE' }).replace('"HERE"', value)),
      },
      exit,
      ...(exit === 0 ? {} : { code: 'token.invalid' }),
    }),
  );
}

function contradictions(): readonly Row[] {
  const rows: Readonly<Record<string, Token>> = {
    'error-200': () => ({ status: 200, body: { error: 'invalid_client' } }),
    'token-401': (honest) => ({ status: 401, body: honest }),
    'token-500': (honest) => ({ status: 500, body: honest }),
    both: (honest) => ({ status: 400, body: { ...honest, error: 'invalid_client' } }),
  };
  return Object.entries(rows).map(([name, token]) =>
    against({
      id: `token-contradiction-${name}`,
      does: `says yes and no in one answer (${name})`,
      twist: { token },
      exit: 6,
      code: 'token.contradiction',
      also: times('/token', 1),
    }),
  );
}
