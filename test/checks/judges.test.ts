import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { challengeIsWellFormed } from '../../src/checks/discovery/challenge-is-well-formed.ts';
import { challengeNamesResourceMetadata } from '../../src/checks/discovery/challenge-names-resource-metadata.ts';
import { issuerIsExact } from '../../src/checks/discovery/issuer-is-exact.ts';
import { protectedResourceMetadataFound } from '../../src/checks/discovery/protected-resource-metadata-found.ts';
import { resourceMatchesEndpoint } from '../../src/checks/discovery/resource-matches-endpoint.ts';
import { challengeOnInvalidToken } from '../../src/checks/endpoint/challenge-on-invalid-token.ts';
import { rejectsGetWithoutToken } from '../../src/checks/endpoint/rejects-get-without-token.ts';
import { rejectsToolCallWithoutToken } from '../../src/checks/endpoint/rejects-tool-call-without-token.ts';
import { notExpired } from '../../src/checks/token/not-expired.ts';
import { signatureVerifies } from '../../src/checks/token/signature-verifies.ts';
import { createProbe } from '../../src/client/index.ts';
import { createNetwork, createVault, parseChallenges } from '../../src/http/index.ts';
import { generic } from '../../src/profiles/generic.ts';
import type { Discovery, Verdict } from '../../src/types.ts';
import { answerOf, rpcError } from './answers.ts';

const nothing: Discovery = {
  answers: [],
  challenge: null,
  protectedResourceMetadata: null,
  protectedResourceTried: [],
  issuer: null,
  authorizationServers: [],
  authorizationServerMetadata: null,
  authorizationServerTried: [],
  resource: null,
  notes: [],
};
const at = <T>(document: T) => ({ url: 'https://h.example/metadata', document, exchange: 1, tried: [] });

describe('`resource` against the endpoint', () => {
  const rows: readonly (readonly [string | undefined, string, Verdict])[] = [
    ['https://h.example/mcp', 'https://h.example/mcp', 'pass'],
    ['https://h.example/', 'https://h.example', 'pass'],
    ['https://h.example', 'https://h.example/', 'pass'],
    ['https://H.example/mcp', 'https://h.example/mcp', 'warn'],
    ['https://h.example:443/mcp', 'https://h.example/mcp', 'warn'],
    ['https://h.example', 'https://h.example/mcp', 'warn'],
    ['https://h.example/a', 'https://h.example/a/mcp', 'warn'],
    ['https://h.example/a', 'https://h.example/ab/mcp', 'fail'],
    ['https://h.example/mcp/', 'https://h.example/mcp', 'fail'],
    ['https://h.example/mcp', 'https://h.example/mcp/', 'fail'],
    ['https://h.example/other', 'https://h.example/mcp', 'fail'],
    ['http://h.example/mcp', 'https://h.example/mcp', 'fail'],
    ['https://other.example/mcp', 'https://h.example/mcp', 'fail'],
    ['api://calculator', 'https://h.example/mcp', 'fail'],
    ['no url', 'https://h.example/mcp', 'fail'],
    [undefined, 'https://h.example/mcp', 'fail'],
  ];
  test.each(rows)('%s for %s: %s', (resource, url, verdict) => {
    const document = resource === undefined ? {} : { resource };
    const discovery = { ...nothing, protectedResourceMetadata: at(document) };
    expect(resourceMatchesEndpoint.judge({ url, discovery }).verdict).toBe(verdict);
  });
});

describe('protected resource metadata that is missing', () => {
  const missing = { ...nothing, challenge: { scheme: 'Bearer', parameters: { realm: 'x' } } };
  const rows: readonly (readonly [string, Discovery, Verdict])[] = [
    ['is a failure', missing, 'fail'],
    ['is a warning under revision 2025-03-26', { ...missing, legacyFallback: 'paths' }, 'warn'],
  ];
  test.each(rows)('%s', (_name, discovery, verdict) => {
    const found = { url: 'https://h.example/mcp', discovery };
    expect(protectedResourceMetadataFound.judge(found).verdict).toBe(verdict);
    expect(challengeNamesResourceMetadata.judge(found).verdict).toBe(verdict);
  });
});

describe('a challenge for tokens that are bound to a key', () => {
  test.each([
    ['alone', ['DPoP algs="ES256"'], 'pass'],
    ['beside a Bearer one', ['DPoP algs="ES256", Bearer realm="x"'], 'pass'],
    ['is none of another scheme', ['Basic realm="x"'], 'fail'],
  ])('%s', (_name, wwwAuthenticate, verdict) => {
    const challenges = parseChallenges(wwwAuthenticate);
    const answers = [{ era: 'modern', status: 401, challenges, wwwAuthenticate, exchange: 1 }] as const;
    const found = { url: 'https://h.example/mcp', discovery: { ...nothing, answers } };
    expect(challengeIsWellFormed.judge(found).verdict).toBe(verdict);
  });
});

describe('the issuer', () => {
  const one = 'https://as.example/t';
  const rows: readonly (readonly [string | undefined, string, readonly string[], Verdict])[] = [
    [one, one, [one], 'pass'],
    [one, one, ['https://other.example', one], 'pass'],
    [one, one, [], 'pass'],
    [`${one}/`, one, [one], 'warn'],
    [one, one, [`${one}/`], 'warn'],
    [one, one, ['https://other.example'], 'fail'],
    ['https://other.example', one, [one], 'fail'],
    [undefined, one, [one], 'fail'],
  ];
  test.each(rows)('calls itself %s, asked for as %s, named %j: %s', (issuer, asked, named, verdict) => {
    const discovery = {
      ...nothing,
      issuer: asked,
      authorizationServers: named,
      authorizationServerMetadata: at(issuer === undefined ? {} : { issuer }),
    };
    expect(issuerIsExact.judge({ url: 'https://h.example/mcp', discovery }).verdict).toBe(verdict);
  });
});

describe('the challenge for an invalid token', () => {
  const bearer = (parameters: Record<string, string>) =>
    answerOf({ challenges: [{ scheme: 'bearer', parameters }] });
  test.each([
    ['says invalid_token', bearer({ error: 'invalid_token' }), 'pass'],
    ['says something else', bearer({ error: 'insufficient_scope' }), 'warn'],
    ['gives no error', bearer({ realm: 'x' }), 'warn'],
    ['is no Bearer challenge', answerOf({ challenges: [{ scheme: 'Basic', parameters: {} }] }), 'warn'],
    ['is not there to look at', answerOf({ status: 403 }), 'skip'],
  ])('%s', (_, answer, verdict) => {
    expect(challengeOnInvalidToken.judge(answer).verdict).toBe(verdict);
  });
});

test.each([200, 400, 404])('"unknown tool" with status %i shows that the call was let through', (status) => {
  const attempts = [{ sent: 'a call', answer: rpcError(status, -32602) }];
  expect(rejectsToolCallWithoutToken.judge({ attempts, spoken: true })).toMatchObject({
    verdict: 'fail',
    certain: true,
  });
});

test.each([
  ['verified', 'pass'],
  ['invalid', 'fail'],
  ['unverified', 'inconclusive'],
] as const)('a signature that is %s: %s', (signature, verdict) => {
  expect(
    signatureVerifies.judge({ token: { signature, signatureReason: null }, exchanges: [] }).verdict,
  ).toBe(verdict);
});

test.each([
  ['2026-01-01T00:00:01.000Z', 'pass'],
  ['2026-01-01T00:00:00.000Z', 'fail'],
  ['2025-12-31T23:59:59.000Z', 'fail'],
  [null, 'warn'],
] as const)('a token that expires at %s: %s', (expiresAt, verdict) => {
  const now = Date.parse('2026-01-01T00:00:00.000Z');
  expect(notExpired.judge({ expiresAt, now, exchanges: [], given: false }).verdict).toBe(verdict);
});

test('an event stream that opens without a token and stays silent is acceptance, not a time-out', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const network = createNetwork({ vault: createVault() });
  try {
    const http = network.open({ name: 'silent', url, timeoutMs: 1_500 });
    const target = {
      name: 'silent',
      url,
      allowedOrigins: [],
      headers: [],
      protocol: 'auto',
      flows: [],
      expect: { tools: [], calls: [] },
      timeoutMs: 1_500,
    } as const;
    const eras = { legacy: true, modern: null };
    const evidence = { target, profile: generic, discovery: null, flows: [], eras, now: Date.now };
    const observation = await rejectsGetWithoutToken.observe({
      evidence,
      http,
      probe: createProbe(http, target),
      era: 'legacy',
    });
    expect(rejectsGetWithoutToken.judge(observation)).toMatchObject({ verdict: 'fail', certain: true });
  } finally {
    await network.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
