import { UsageError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { quoted } from './text.ts';

type Header = readonly [name: string, value: string | Secret];

export interface HeaderSource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keep: (value: string) => Secret;
}

/** `Name: value` or `Name: env:VARIABLE`. @throws UsageError `usage.header_*`, `usage.secret_in_flag`. */
export function parseHeader(text: string, source: HeaderSource, where: string): Header {
  const colon = text.indexOf(':');
  if (colon <= 0) {
    throw new UsageError('usage.header_malformed', `${where}: expected 'Name: value'.`, {
      hint: "For instance --header 'X-Gateway-Key: env:GATEWAY_KEY'.",
    });
  }
  return header(text.slice(0, colon).trim(), text.slice(colon + 1).trim(), source, where);
}

/** A header to the endpoint; a value from the environment is a secret. */
export function header(name: string, value: string, source: HeaderSource, where: string): Header {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
    throw new UsageError('usage.header_malformed', `${where}: not a header name.`, {
      hint: "For instance --header 'X-Gateway-Key: env:GATEWAY_KEY'.",
    });
  }
  if (RESERVED.has(name.toLowerCase())) {
    throw new UsageError(
      'usage.header_reserved',
      `${where}: ${quoted(name)} is set by mcp-authcheck itself.`,
      {
        hint: 'A token of your own goes in with --flow bearer and --token-env NAME.',
      },
    );
  }
  const variable = /^env:(.*)$/s.exec(value)?.[1];
  if (variable !== undefined) return [name, source.keep(fromEnvironment(variable.trim(), source, where))];
  if (SENSITIVE.test(name)) {
    throw new UsageError('usage.secret_in_flag', `${where}: the value of ${quoted(name)} is a secret.`, {
      hint: `Put it into the environment: '${name}: env:VARIABLE'.`,
    });
  }
  return [name, sendable(value, where)];
}

function fromEnvironment(variable: string, source: HeaderSource, where: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw new UsageError('usage.header_malformed', `${where}: expected env: and the name of a variable.`);
  }
  const value = source.environment[variable];
  if (value === undefined || value === '') {
    const state = value === undefined ? 'is not set' : 'is set but empty';
    throw new UsageError(
      'credential.secret_missing',
      `${where}: the environment variable ${variable} ${state}.`,
    );
  }
  return sendable(value, where);
}

/** RFC 9110 §5.5: no line breaks or other controls; here also nothing beyond ASCII. */
function sendable(value: string, where: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  throw new UsageError(
    'usage.header_malformed',
    `${where}: the value has characters that a header may not have.`,
  );
}

const SENSITIVE = /authorization|cookie|key|token|secret|password|credential/i;

const RESERVED: ReadonlySet<string> = new Set([
  'authorization',
  'host',
  'accept',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'mcp-session-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
]);
