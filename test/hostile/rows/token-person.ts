import { type Against, against, times } from '../against.ts';
import type { Answer, Twist } from '../deployment.ts';
import { device, keptLogin, person, verification } from '../kinds.ts';
import type { Row } from '../row.ts';
import { inSession } from '../session-answers.ts';

type Token = NonNullable<Twist['token']>;

/** Refresh tokens, scopes and device codes of a server that keeps to no promise. */
export const personRows: readonly Row[] = [
  ...refreshes(),
  ...scopes(),
  ...offline(),
  ...devices(),
  ...polls(),
];

function refreshes(): readonly Row[] {
  const by = keptLogin;
  const spent = /refresh token may be spent/u;
  // One request was the honest sign-in's.
  const also = times('/token', 2);
  const fine = { by, exit: 0, also };
  const lost = { by, exit: 3, code: 'refresh.no_answer', says: spent, also };
  const rows: readonly (Omit<Against, 'id' | 'does' | 'twist'> & {
    readonly name: string;
    readonly token: Token;
  })[] = [
    { ...fine, name: 'same', token: (honest) => ({ body: honest }) },
    {
      ...fine,
      name: 'new',
      token: (honest) => ({ body: { ...honest, refresh_token: `${String(honest.refresh_token)}2` } }),
    },
    { ...fine, name: 'none', token: (honest) => ({ body: { ...honest, refresh_token: undefined } }) },
    {
      ...fine,
      name: 'number',
      token: (honest) => ({ body: { ...honest, refresh_token: 5 } }),
      exit: 6,
      code: 'token.invalid',
    },
    {
      ...fine,
      name: 'refused',
      token: () => ({ status: 400, body: { error: 'invalid_grant' } }),
      exit: 3,
      code: 'oauth.invalid_grant',
    },
    { ...lost, name: 'hangs', token: () => 'silence', flags: ['--timeout', '2'] },
    {
      ...lost,
      name: 'breaks-off',
      token: () => ({ headers: { 'content-length': '5000' }, body: '{' }),
      flags: ['--timeout', '2'],
    },
    { ...lost, name: 'html', token: () => ({ body: '<!doctype html>' }), exit: 6, code: 'token.invalid' },
    { ...lost, name: 'endless', token: () => ({ body: ' '.repeat(300_000) }) },
    {
      ...lost,
      name: 'gateway',
      token: () => ({ status: 502, body: '<html>Bad gateway</html>' }),
      exit: 4,
      code: 'unavailable',
    },
  ];
  return rows.map(({ name, token, ...row }) =>
    against({
      ...row,
      id: `refresh-${name}`,
      does: `answers a refresh request oddly (${name.replaceAll('-', ' ')})`,
      twist: { token },
    }),
  );
}

/** What was asked for and what was granted are compared, and the difference is reported. */
function scopes(): readonly Row[] {
  const check = 'token/grants-what-was-asked';
  const granted: readonly [string, unknown, string][] = [
    ['same', 'write read', 'pass'],
    ['absent', undefined, 'pass'],
    ['twice', 'read read write write', 'pass'],
    ['narrower', 'read', 'info'],
    ['wider', 'read write admin', 'info'],
    ['other', 'admin', 'info'],
    ['empty', '', 'info'],
  ];
  return granted.map(([name, scope, verdict]) =>
    against({
      id: `scope-${name}`,
      does: `grants ${JSON.stringify(scope) ?? 'scopes without naming them'} where "read write" was asked for`,
      by: verification(check),
      twist: {
        token: (honest) => ({ body: { ...honest, scope } }),
        mcp: inSession(['initialize', 'notifications/initialized', 'tools/list']),
      },
      flags: ['--scope', 'read', '--scope', 'write'],
      exit: 0,
      also: (_all, { stdout }) => {
        const found = verdictOf(stdout, check);
        if (found !== verdict) throw new Error(`${check} says ${found}, and ${verdict} is right`);
      },
    }),
  );
}

interface Report {
  readonly targets: readonly {
    readonly results: readonly { readonly id: string; readonly verdict: string }[];
  }[];
}

function verdictOf(stdout: string, check: string): string | undefined {
  const { targets } = JSON.parse(stdout) as Report;
  return targets.flatMap(({ results }) => results).find(({ id }) => id === check)?.verdict;
}

function offline(): readonly Row[] {
  const offers: NonNullable<Twist['server']> = (honest) => ({
    ...honest,
    scopes_supported: ['read', 'offline_access'],
  });
  return [
    against({
      id: 'offline-refused',
      does: 'lists offline_access, and refuses whoever asks for it',
      by: person,
      twist: {
        server: offers,
        authorize: (callback) => answered(callback, { code: '', error: 'invalid_scope' }),
      },
      exit: 3,
      code: 'oauth.invalid_scope',
      also: times('/authorize', 1),
    }),
    against({
      id: 'offline-ignored',
      does: 'lists offline_access, and brings no refresh token',
      by: person,
      twist: {
        server: offers,
        token: (honest) => ({ body: { ...honest, refresh_token: undefined, scope: 'read' } }),
      },
      exit: 0,
      also: times('/authorize', 1),
    }),
  ];
}

/** Sends the browser on with some parameters changed; an empty one is left out. */
async function answered(callback: URL, changes: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') callback.searchParams.delete(name);
    else callback.searchParams.set(name, value);
  }
  await fetch(callback);
}

/** What the device authorization endpoint may say. */
function devices(): readonly Row[] {
  const said: readonly [string, Readonly<Record<string, unknown>>, number, string?][] = [
    ['interval-0', { interval: 0 }, 0],
    ['interval-negative', { interval: -1 }, 0],
    ['interval-text', { interval: '1' }, 0],
    ['interval-fraction', { interval: 0.001 }, 0],
    ['life-fraction', { expires_in: 100.5 }, 0],
    ['life-1e20', { expires_in: 1e20 }, 0],
    ['life-text', { expires_in: '600' }, 0],
    ['life-0', { expires_in: 0 }, 8, 'person.timeout'],
    ['page-javascript', { verification_uri: 'javascript:alert(1)' }, 6, 'token.invalid'],
    ['page-file', { verification_uri: 'file:///etc/passwd' }, 6, 'token.invalid'],
    ['code-with-escapes', { user_code: 'A\u001b[31m\n::error::B' }, 0],
    ['code-long', { user_code: 'A'.repeat(100_000) }, 0],
    ['code-missing', { device_code: undefined }, 6, 'token.invalid'],
  ];
  return [
    ...said.map(([name, changes, exit, code]) =>
      against({
        id: `device-${name}`,
        does: `answers the device authorization request with ${JSON.stringify(changes).slice(0, 60)}`,
        by: device,
        twist: { device: (honest) => ({ body: { ...honest, ...changes } }) },
        exit,
        ...(code === undefined ? {} : { code, also: times('/token', 0) }),
      }),
    ),
    against({
      id: 'device-interval-1e9',
      does: 'wants a billion seconds between two polls',
      by: device,
      flags: ['--timeout', '3'],
      twist: { device: (honest) => ({ body: { ...honest, interval: 1e9 } }) },
      exit: 8,
      code: 'person.timeout',
      also: times('/token', 0),
    }),
  ];
}

/** What it says to whoever polls. */
function polls(): readonly Row[] {
  const error = (name: string, status = 400): Answer => ({ status, body: { error: name } });
  const rows: readonly [string, Token, number, string, number][] = [
    ['denied', () => error('access_denied'), 3, 'oauth.access_denied', 1],
    ['expired', () => error('expired_token'), 3, 'oauth.expired_token', 1],
    ['unknown', () => error('no_such_thing'), 3, 'oauth.no_such_thing', 1],
    ['html', () => ({ body: '<!doctype html>' }), 6, 'token.invalid', 1],
    ['slow-down', () => error('slow_down'), 8, 'person.timeout', 2],
    ['pending', () => error('authorization_pending'), 8, 'person.timeout', 9],
    ['pending-as-200', () => error('authorization_pending', 200), 6, 'token.contradiction', 1],
    ['hangs', () => 'silence', 8, 'person.timeout', 1],
  ];
  return rows.map(([name, token, exit, code, most]) =>
    against({
      id: `device-poll-${name}`,
      does: `answers whoever polls for a device code: ${name.replaceAll('-', ' ')}`,
      by: device,
      flags: ['--timeout', '8'],
      twist: { token },
      exit,
      code,
      also: times('/token', 1, most),
    }),
  );
}
