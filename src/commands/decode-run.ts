import { diagnose } from '../diagnosis/index.ts';
import { UsageError } from '../errors.ts';
import { profileFor } from '../profiles/index.ts';
import { jsonText, renderToken } from '../reporters/index.ts';
import type { Secret } from '../secret.ts';
import { cutToken, decodeToken, kindOfOpaque, shortSignature, verifySignature } from '../token/index.ts';
import type { DiscoveryReport, Evidence, Finding, Result, Target, Token } from '../types.ts';
import type { DecodeFlags } from './decode.ts';
import { type AskedEndpoint, withEndpoint } from './decode-endpoint.ts';
import { fitOf } from './decode-fit.ts';
import { readTokenInput } from './decode-input.ts';
import { verifiedByFlags } from './decode-keys.ts';
import { fitLines } from './decode-lines.ts';
import { type Io, styleOf } from './io.ts';

/** Reads a token, verifies it where keys are known, says what is wrong with it. Exit 1 when it is not what was demanded. */
export async function decode(io: Io, flags: DecodeFlags, file: string | undefined): Promise<number> {
  const target = offlineTarget(flags);
  const { token: raw, remarks } = await readTokenInput(io, file);
  const cut = cutToken(raw.reveal());
  if (cut !== undefined) {
    show(io, flags, { token: withRemarks(cut.token, remarks), findings: [] });
    throw cutOff(cut.where);
  }
  const token = withRemarks(decodeToken(raw.reveal()), [...remarks, ...moreRemarks(raw)]);
  if (flags.for !== undefined) return await forEndpoint(io, flags, flags.for, raw, token);
  const verified = await verifiedByFlags(io, flags, target, raw, token);
  const findings = diagnose({
    evidence: {
      target,
      profile: profileFor(target, verified.iss ?? flags.issuer),
      discovery: null,
      ...withToken(verified, io),
    },
    results: [],
    errors: [],
    exchanges: [],
  });
  show(io, flags, { token: verified, findings });
  const demanded = [flags.audience, flags.issuer, flags.jwks].some((value) => value !== undefined);
  return demanded && isWrong(findings) ? 1 : 0;
}

/** Compares the token with what the endpoint advertises. The endpoint is asked without it. */
async function forEndpoint(
  io: Io,
  flags: DecodeFlags,
  endpoint: string,
  raw: Secret,
  token: Token,
): Promise<number> {
  return await withEndpoint(io, endpoint, flags, async (asked) => {
    const { target, profile, discovery, http } = asked;
    const verified = await verifiedByEndpoint(raw, token, asked);
    const { results, expect } = fitOf(verified, asked, io.now());
    const evidence = { target, profile, discovery, ...withToken(verified, io, expect) };
    const findings = diagnose({ evidence, results, errors: [], exchanges: http.exchanges });
    show(io, flags, { token: verified, findings, results, asked });
    return isWrong(findings) || results.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
  });
}

/** Keys of another authorization server than the token's would only say that it is another one. */
async function verifiedByEndpoint(raw: Secret, token: Token, asked: AskedEndpoint): Promise<Token> {
  const { target, profile, discovery, http } = asked;
  const metadata = discovery.authorizationServerMetadata?.document;
  const jwksUri = target.jwksUri ?? metadata?.jwks_uri;
  const unverified = (signatureReason: string): Token => ({ ...token, signatureReason });
  if (token.format !== 'jwt') return token;
  if (jwksUri === undefined) return unverified('the endpoint leads to no keys');
  const issuer = (metadata?.issuer ?? discovery.issuer ?? '').replace('{tenantid}', token.tenant ?? '');
  if (token.iss === null || !profile.acceptedIssuers(issuer).includes(token.iss))
    return unverified('it is from another issuer than the keys that the endpoint leads to');
  return await verifySignature(raw, token, { jwksUri, http });
}

interface Shown {
  readonly token: Token;
  readonly findings: readonly Finding[];
  readonly results?: readonly Result[];
  readonly asked?: AskedEndpoint;
}

function show(io: Io, { format }: DecodeFlags, { token, findings, results, asked }: Shown): void {
  const style = styleOf(io);
  if (format === 'json') {
    const compared =
      asked === undefined ? {} : { url: asked.target.url, discovery: reported(asked), results };
    io.out(`${jsonText({ ...token, ...compared, findings }, 2)}\n`);
    return;
  }
  const fit = asked === undefined ? '' : fitLines(asked.target.url, results ?? [], style);
  io.out(`${fit}${renderToken(token, io.now(), findings, style)}`);
}

function reported({ discovery }: AskedEndpoint): DiscoveryReport {
  return {
    issuer: discovery.issuer,
    resource: discovery.resource,
    challenge: discovery.challenge,
    protectedResourceMetadata: discovery.protectedResourceMetadata?.document ?? null,
    authorizationServerMetadata: discovery.authorizationServerMetadata?.document ?? null,
  };
}

function withToken(
  token: Token,
  io: Io,
  expect?: Evidence['flows'][number]['request']['expect'],
): Pick<Evidence, 'flows' | 'eras' | 'now'> {
  const request = { flow: 'bearer', ...(expect === undefined ? {} : { expect }) };
  return {
    flows: [{ request, token, sessions: [], error: null }],
    eras: { legacy: null, modern: null },
    now: io.now,
  };
}

function withRemarks(token: Token, remarks: readonly string[]): Token {
  return { ...token, remarks: [...remarks, ...token.remarks] };
}

function moreRemarks(raw: Secret): readonly string[] {
  const text = raw.reveal();
  const token = decodeToken(text);
  const more = token.format === 'opaque' ? kindOfOpaque(text) : shortSignature(text, token);
  return more === undefined ? [] : [more];
}

function isWrong(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function cutOff(where: string): UsageError {
  return new UsageError(
    'usage.token_cut_off',
    `The token is cut off ${where}. What could be read is on standard output.`,
    {
      hint: 'Copy it whole: a JWT has three parts with two dots between. Terminals, log lines and form fields cut long lines; a pipe or a file does not.',
    },
  );
}

function offlineTarget(flags: DecodeFlags): Target {
  for (const [name, value] of [
    ['--issuer', flags.issuer],
    ['--jwks', flags.jwks],
  ] as const) {
    if (value !== undefined && !URL.canParse(value)) {
      throw new UsageError('usage.not_a_url', `${name} expects a URL, found ${value}.`);
    }
  }
  return {
    name: 'token',
    // There is no endpoint; rules about one read URLs all the same.
    url: 'about:blank',
    ...(flags.issuer === undefined ? {} : { issuer: flags.issuer }),
    ...(flags.audience === undefined ? {} : { audience: flags.audience }),
    allowedOrigins: [],
    headers: [],
    protocol: 'auto',
    flows: [],
    expect: { tools: [], calls: [] },
    timeoutMs: 30_000,
  };
}
