import { type Against, against, times } from '../against.ts';
import type { Twist } from '../deployment.ts';
import { person } from '../kinds.ts';
import { hold, knock, knockUntilOpen } from '../knock.ts';
import type { Row } from '../row.ts';

type Authorize = NonNullable<Twist['authorize']>;
type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Answers to the sign-in that are forged, incomplete or noise, at the address where the program listens. */
export const callbackRows: readonly Row[] = [...ignored(), ...refused(), ...noise()];

/** Whoever does not know the state is not heard, and the right answer that comes after it counts. */
function ignored(): readonly Row[] {
  const sent: Readonly<Record<string, (forged: URL) => Promise<unknown>>> = {
    'no-state': (forged) => knock(changed(forged, { state: undefined })),
    'empty-state': (forged) => knock(changed(forged, { state: '' })),
    'wrong-state': (forged) => knock(changed(forged, { state: 'x'.repeat(43) })),
    'state-twice': (forged) => knock(changed(forged, { state: [stateOf(forged), 'x'] })),
    'error-without-state': (forged) => knock(changed(forged, { state: undefined, error: 'access_denied' })),
    'error-wrong-state': (forged) => knock(changed(forged, { state: 'x', error: 'access_denied' })),
    'other-host': (forged) => knock(forged, { headers: { host: `rebound.example:${forged.port}` } }),
    'other-method': (forged) => knock(forged, { method: 'POST' }),
    'other-path': ({ origin, search }) => knock(new URL(`${origin}/x${search}`)),
    'doubled-slash': ({ origin, search }) => knock(new URL(`${origin}//callback${search}`)),
  };
  return Object.entries(sent).map(([name, send]) =>
    row(name, `sends a forged answer first (${name.replaceAll('-', ' ')}), then the person's`, {
      authorize: async (callback) => {
        await send(changed(callback, { code: 'forged' }));
        await knock(callback);
      },
      exit: 0,
      also: redeemed('code-of-this-row'),
    }),
  );
}

/** Answers with the right state that are wrong in another way end the sign-in, and no code is used. */
function refused(): readonly Row[] {
  const promises = { authorization_response_iss_parameter_supported: true };
  const also = times('/token', 0);
  const answers: readonly [string, Changes, string, number?, object?][] = [
    ['code-twice', { code: ['one', 'two'] }, 'callback.duplicate'],
    ['iss-twice', { iss: ['http://one.example', 'http://two.example'] }, 'callback.duplicate'],
    ['unknown-twice', { x: ['1', '2'] }, 'callback.duplicate'],
    ['no-code', { code: undefined }, 'callback.code'],
    ['empty-code', { code: '' }, 'callback.code'],
    ['iss-other', { iss: 'https://other.example' }, 'callback.iss'],
    ['iss-empty', { iss: '' }, 'callback.iss'],
    [
      'iss-and-error',
      { iss: 'https://other.example', error: 'access_denied', code: undefined },
      'callback.iss',
    ],
    ['iss-missing', { iss: undefined }, 'callback.iss_missing', 7, promises],
    ['error', { error: 'access_denied', code: undefined }, 'oauth.access_denied', 3],
    ['error-and-code', { error: 'access_denied' }, 'oauth.access_denied', 3],
    [
      'error-with-escapes',
      { error: 'x\n::error::y', error_description: '\u001b[31m\n::add-mask::z\n##vso[x]', code: undefined },
      'oauth.unknown',
      3,
    ],
  ];
  return [
    ...answers.map(([name, changes, code, exit = 7, further]) =>
      row(name, `answers the sign-in wrongly (${name.replaceAll('-', ' ')})`, {
        authorize: (callback) => knock(changed(callback, changes)),
        server: (honest) => ({ ...honest, ...further }),
        exit,
        code,
        also,
      }),
    ),
    ...spellings().map(([name, spell]) =>
      row(`iss-${name}`, `answers the sign-in with its issuer in another spelling (${name})`, {
        authorize: (callback, { issuer }) => knock(changed(callback, { iss: spell(issuer) })),
        exit: 7,
        code: 'callback.iss',
        also,
      }),
    ),
    row('iss-absent', 'neither promises iss nor sends it', {
      authorize: (callback) => knock(changed(callback, { iss: undefined })),
      exit: 0,
    }),
    row('never-the-state', 'answers three times, never with the state that was sent', {
      authorize: async (callback) => {
        for (const state of ['1', '2', '3']) await knock(changed(callback, { state }));
      },
      flags: ['--timeout', '3'],
      exit: 7,
      code: 'callback.state',
      also,
    }),
    row('guesses', 'tries one state after the other', {
      authorize: async (callback) => {
        for (let guess = 0; guess < 40; guess += 1) await knock(changed(callback, { state: String(guess) }));
      },
      exit: 7,
      code: 'callback.too_many',
      also,
    }),
    row('nobody', 'never sends the person back', {
      authorize: async () => undefined,
      flags: ['--timeout', '2'],
      exit: 8,
      code: 'person.timeout',
      also,
    }),
  ];
}

function spellings(): readonly (readonly [string, (issuer: string) => string])[] {
  return [
    ['slash', (issuer) => `${issuer}/`],
    ['upper-case', (issuer) => issuer.toUpperCase()],
    ['query', (issuer) => `${issuer}?`],
    ['localhost', (issuer) => issuer.replace('127.0.0.1', 'localhost')],
    ['blank', (issuer) => `${issuer} `],
  ];
}

/** Whatever else knocks, the person's answer gets through. */
function noise(): readonly Row[] {
  return [
    row('twice', 'sends the person’s answer twice', {
      authorize: async (callback) => {
        await Promise.all([knock(callback), knock(callback), knock(changed(callback, { code: 'other' }))]);
      },
      exit: 0,
      also: times('/token', 1),
    }),
    row('junk', 'lets 1,000 requests of all kinds come before the person’s answer', {
      authorize: async (callback) => {
        for (let round = 0; round < 50; round += 1) await Promise.all(junk(callback));
        await knock(callback);
      },
      exit: 0,
      also: redeemed('code-of-this-row'),
    }),
    row('large', 'sends 10 MiB in a body, then in a URL, then in a header, before the person’s answer', {
      authorize: async (callback) => {
        await knock(callback, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024) });
        await knock(changed(callback, { state: 'x'.repeat(10 * 1024 * 1024) }));
        await knock(callback, { headers: { 'x-long': 'x'.repeat(10 * 1024 * 1024) } });
        await knock(callback);
      },
      exit: 0,
      also: redeemed('code-of-this-row'),
    }),
    row('slow', 'holds 100 connections open that begin a request and never end it', {
      authorize: async (callback) => {
        hold(callback, 100);
        await knockUntilOpen(callback, 15_000);
      },
      exit: 0,
      also: redeemed('code-of-this-row'),
    }),
  ];
}

/** Twenty requests that are no answer, and do not count as one. */
function junk(callback: URL): readonly Promise<unknown>[] {
  const paths = ['/', '/favicon.ico', '/callback/', '/CALLBACK', '/callback%00', '/%2e%2e/callback', '/.env'];
  const methods = ['GET', 'POST', 'OPTIONS', 'DELETE', 'HEAD'];
  return Array.from({ length: 20 }, (_, index) => {
    const method = methods[index % methods.length] ?? 'GET';
    const path = paths[index % paths.length] ?? '/';
    return knock(new URL(path + callback.search, callback.origin), { method });
  });
}

interface Sketch extends Omit<Against, 'id' | 'does' | 'by' | 'twist'> {
  readonly authorize: (...of: Parameters<Authorize>) => Promise<unknown>;
  readonly server?: Twist['server'];
}

function row(id: string, does: string, { authorize, server, ...rest }: Sketch): Row {
  const twist: Twist = {
    authorize: async (...of) => void (await authorize(...of)),
    ...(server === undefined ? {} : { server }),
  };
  return against({ ...rest, id: `callback-${id}`, does, by: person, twist });
}

function changed(callback: URL, changes: Changes): URL {
  const url = new URL(callback);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    const values = typeof value === 'string' ? [value] : (value ?? []);
    for (const one of values) url.searchParams.append(name, one);
  }
  return url;
}

function stateOf(callback: URL): string {
  return callback.searchParams.get('state') ?? '';
}

/** The code that was redeemed is this one, once. */
function redeemed(code: string): NonNullable<Against['also']> {
  return (all) => {
    const codes = all.at('/token').map(({ form }) => form.get('code'));
    if (codes.length !== 1 || codes[0] !== code) throw new Error(`redeemed: ${JSON.stringify(codes)}`);
  };
}
