import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import type { Http, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf } from './world.ts';

const SECRET = 's3cret-of-the-machine';

let server: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startSmallServer();
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

// msal-node wants an https authority; where the token endpoint is does not matter to it.
function run(library: string): Promise<TokenSet> {
  const issuer = library === 'msal' ? 'https://localhost' : server.origin;
  const context = contextOf({
    http,
    request: {
      flow: 'client_credentials',
      clientId: 'machine',
      library,
      credential: { kind: 'secret', secret: http.vault.keep(SECRET) },
      scopes: ['calculator'],
    },
    metadata: { ...server.metadata, issuer },
    target: { issuer, allowedOrigins: [server.origin] },
  });
  return clientCredentials.run(context);
}

function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  server.answer = (_request, response) => reply(response, status, body, headers);
}

const GOOD = { access_token: 'a-good-token', token_type: 'Bearer' };
const HTML = ['<!doctype html><title>Sign in</title>', { 'Content-Type': 'text/html' }] as const;

describe.each(['msal', 'openid-client'])('the answer of a token endpoint, by %s', (library) => {
  it('is a token set', async () => {
    answering(200, { ...GOOD, token_type: 'bEaReR', expires_in: '3599', scope: 'add subtract' });
    const tokens = await run(library);
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scopes: ['add', 'subtract'], library });
    expect(tokens.accessToken.reveal()).toBe('a-good-token');
    expect(Math.abs((tokens.expiresAt ?? 0) - Date.now() - 3_599_000)).toBeLessThan(60_000);
    expect(http.vault.redact('a-good-token')).not.toContain('a-good-token');
  });

  it('need not say how long the token lives', async () => {
    answering(200, GOOD);
    expect(await run(library)).toMatchObject({ expiresAt: null, scopes: null });
  });

  it.each([
    ['is HTML', 200, ...HTML, 'token.invalid', 6],
    ['is HTML with 400', 400, ...HTML, 'token.invalid', 6],
    ['is HTML with 502', 502, ...HTML, 'unavailable', 4],
    ['is empty', 200, '', {}, 'token.invalid', 6],
    ['is an array', 200, [], {}, 'token.invalid', 6],
    ['is null', 200, 'null', {}, 'token.invalid', 6],
    ['is a string', 200, '"x"', {}, 'token.invalid', 6],
    ['is an empty object', 200, {}, {}, 'token.invalid', 6],
    ['is an empty object with 400', 400, {}, {}, 'token.invalid', 6],
    ['is an empty object with 500', 500, {}, {}, 'unavailable', 4],
    ['has no token', 200, { token_type: 'Bearer' }, {}, 'token.invalid', 6],
    ['has an empty token', 200, { ...GOOD, access_token: '' }, {}, 'token.invalid', 6],
    ['has a number for a token', 200, { ...GOOD, access_token: 7 }, {}, 'token.invalid', 6],
    ['has a token with a line end', 200, { ...GOOD, access_token: 'a\nb' }, {}, 'token.invalid', 6],
    ['has a token with a NUL', 200, { ...GOOD, access_token: 'a\0b' }, {}, 'token.invalid', 6],
    ['has a token outside ASCII', 200, { ...GOOD, access_token: 'tökén' }, {}, 'token.invalid', 6],
    ['has a huge token', 200, { ...GOOD, access_token: 'x'.repeat(70_000) }, {}, 'token.invalid', 6],
    ['has no token type', 200, { access_token: 'a-good-token' }, {}, 'token.type', 6],
    ['has the type mac', 200, { ...GOOD, token_type: 'mac' }, {}, 'token.type', 6],
    ['has the type DPoP', 200, { ...GOOD, token_type: 'DPoP' }, {}, 'token.type', 6],
    ['has an error with 200', 200, { error: 'invalid_client' }, {}, 'token.contradiction', 6],
    ['has a token with 401', 401, GOOD, {}, 'token.contradiction', 6],
    ['has an error besides a token', 200, { ...GOOD, error: 'x' }, {}, 'token.contradiction', 6],
    ['has an error nobody defined', 400, { error: 'out_of_cheese' }, {}, 'oauth.out_of_cheese', 3],
    ['has an error that is no name', 400, { error: '\u001b[31m' }, {}, 'oauth.unknown', 3],
    ['is a busy server', 503, {}, { 'Retry-After': '100' }, 'rate_limited', 4],
    ['is a throttled client', 429, 'slow down', { 'Retry-After': '100' }, 'rate_limited', 4],
  ])('%s: HTTP %d', async (_name, status, body, headers, code, exit) => {
    answering(status, body, headers);
    expect(await failureOf(run(library))).toMatchObject({ code, exit });
  });

  it('says that it found HTML', async () => {
    answering(200, ...HTML);
    expect(await failureOf(run(library))).toHaveProperty(
      'message',
      expect.stringContaining('HTML instead of JSON'),
    );
  });

  it('keeps what a refusal says beside a challenge in the header', async () => {
    answering(401, { error: 'invalid_client' }, { 'WWW-Authenticate': 'Basic realm="as"' });
    expect(await failureOf(run(library))).toMatchObject({ code: 'oauth.invalid_client', exit: 3 });
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'may call its error %s, and gets no hint of ours',
    async (error) => {
      answering(400, { error });
      const refused = await failureOf(run(library));
      expect(refused).toMatchObject({ exit: 3 });
      expect(refused).toHaveProperty('hint', undefined);
    },
  );

  it('cannot write to the terminal or repeat a secret', async () => {
    const description = `\u001b[31mred\u202e <script> ${SECRET} \n::add-mask::x ${'y'.repeat(100_000)}`;
    answering(400, { error: 'invalid_request', error_description: description });
    const error = await failureOf(run(library));
    const text = JSON.stringify(error) + String(error);
    expect(error).toMatchObject({ code: 'oauth.invalid_request' });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).not.toContain(SECRET);
    expect(text.length).toBeLessThan(4000);
  });

  it('is not waited for where nobody listens', async () => {
    await server.close();
    expect(await failureOf(run(library))).toMatchObject({ name: 'NetworkError', exit: 4 });
    server = await startSmallServer();
  });

  it('is refused where the connection breaks in the middle', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' }).write('{"acc');
      response.socket?.end();
    };
    expect(await failureOf(run(library))).toMatchObject({ name: 'NetworkError' });
  });
});

describe('an answer that only the library refuses', () => {
  it('is an error that carries no token, however deep one looks', async () => {
    answering(200, { ...GOOD, id_token: 'an-id-token.that-is.none' });
    const error = await failureOf(run('openid-client'));
    expect(error).toMatchObject({ code: 'token.invalid', message: expect.stringContaining('OAUTH_') });
    const text = inspect(error, { depth: 10, showHidden: true });
    expect(text).not.toContain('a-good-token');
    expect(text).not.toContain('an-id-token');
    expect(text).not.toContain(SECRET);
  });
});

describe('settings that a library refuses', () => {
  it('are the user’s to mend: nothing was sent', async () => {
    const metadata = server.metadata;
    const context = contextOf({
      http,
      request: {
        flow: 'client_credentials',
        clientId: 'machine',
        library: 'msal',
        credential: { kind: 'secret', secret: http.vault.keep(SECRET) },
      },
      metadata,
      target: { issuer: metadata.issuer },
    });
    expect(await failureOf(clientCredentials.run(context))).toMatchObject({
      code: 'config.library_refused',
      exit: 2,
      message: expect.stringContaining('authority_uri_insecure'),
      hint: expect.stringContaining('openid-client'),
    });
    expect(server.received).toHaveLength(0);
  });
});
