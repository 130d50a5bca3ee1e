import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { diagnose } from '../diagnosis/index.ts';
import { UsageError } from '../errors.ts';
import { profileFor } from '../profiles/index.ts';
import { jsonText, renderToken } from '../reporters/index.ts';
import type { Secret } from '../secret.ts';
import { decodeToken, verifySignature } from '../token/index.ts';
import type { Evidence, Target, Token } from '../types.ts';
import type { DecodeFlags } from './decode.ts';
import { type Io, styleOf } from './io.ts';
import { openNetwork } from './prepare.ts';

/** Reads a token, verifies it where keys are named, says what is wrong with it. Exit 1 when it is not what was demanded. */
export async function decode(io: Io, flags: DecodeFlags, file: string | undefined): Promise<number> {
  const raw = io.vault.keep((await read(io, file)).trim());
  if (raw.length === 0) {
    throw new UsageError(
      'usage.empty_token',
      `Expected a token ${file === undefined ? 'on standard input' : `in ${file}`}, found nothing.`,
      {
        hint: 'mcp-authcheck token TARGET | mcp-authcheck decode',
      },
    );
  }
  const target = offlineTarget(flags);
  const decoded = decodeToken(raw.reveal());
  if (decoded.format === 'opaque' && !/^[\w\-.~+/]+=*$/.test(raw.reveal())) throw notAToken(file);
  const token = await verified(io, flags, target, raw, decoded);
  const evidence: Evidence = {
    target,
    profile: profileFor(target, token.iss ?? flags.issuer),
    discovery: null,
    flows: [{ request: { flow: 'bearer' }, token, sessions: [], error: null }],
    eras: { legacy: null, modern: null },
    now: io.now,
  };
  const findings = diagnose({ evidence, results: [], errors: [] });
  io.out(
    flags.format === 'json'
      ? `${jsonText({ ...token, findings }, 2)}\n`
      : renderToken(token, io.now(), findings, styleOf(io)),
  );
  const demanded = [flags.audience, flags.issuer, flags.jwks].some((value) => value !== undefined);
  return demanded && findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** RFC 6750 §2.1: letters, digits and `-._~+/`, then `=`. */
function notAToken(file: string | undefined): UsageError {
  const where = file === undefined || file === '-' ? 'Standard input' : file;
  return new UsageError(
    'usage.not_a_token',
    `${where} holds no token: expected one word of letters, digits and -._~+/=.`,
    {
      hint: 'An HTML or JSON answer was perhaps saved in its place: look at what is there.',
    },
  );
}

async function read(io: Io, file: string | undefined): Promise<string> {
  if (file === undefined || file === '-') return io.readStdin();
  if (/^(Bearer\s+)?ey[\w-]+\.[\w-]+\./.test(file)) {
    throw new UsageError(
      'usage.token_in_arguments',
      'A token was given as an argument, where other programs can read it.',
      {
        hint: 'Pipe it in, or name a file: mcp-authcheck decode < token.txt',
      },
    );
  }
  return readFile(path.resolve(io.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new UsageError('usage.file_unreadable', `${file} cannot be read.`, {
      cause,
      hint: 'Name a file that holds the token, or pipe it in.',
    });
  });
}

async function verified(
  io: Io,
  flags: DecodeFlags,
  target: Target,
  raw: Secret,
  token: Token,
): Promise<Token> {
  if (flags.issuer === undefined && flags.jwks === undefined) return token;
  const network = await openNetwork(io, flags);
  try {
    const http = network.open({ name: 'decode', url: flags.jwks ?? flags.issuer ?? '', timeoutMs: 30_000 });
    const jwksUri = flags.jwks ?? (await keysOf(flags.issuer ?? '', target, http));
    return await verifySignature(raw, token, { jwksUri, http });
  } finally {
    await network.close();
  }
}

async function keysOf(
  issuer: string,
  target: Target,
  http: ReturnType<Awaited<ReturnType<typeof openNetwork>>['open']>,
): Promise<string> {
  for (const url of profileFor(target, issuer).metadataUrls(issuer)) {
    const answer = await http.send({ method: 'GET', url, purpose: 'metadata', phase: 'discovery' });
    const document = answer.status === 200 ? json(answer.body) : undefined;
    if (typeof document?.jwks_uri === 'string') return document.jwks_uri;
  }
  throw new UsageError('usage.no_keys', `${issuer} publishes no metadata with a jwks_uri.`, {
    hint: 'Name the keys themselves: --jwks URL',
  });
}

function json(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
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
    url: '',
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
