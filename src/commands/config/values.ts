import { UsageError } from '../../errors.ts';
import type { ProtocolChoice } from '../../types.ts';
import { PROTOCOLS, suggest } from './names.ts';
import { kindOf, quoted } from './text.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;

/** Seconds, 1 to 600, as text or number; returned in milliseconds. */
export function timeoutMs(value: string | number, where: string): number {
  const text = String(value);
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 1 && seconds <= 600)) {
    throw new UsageError(
      'usage.timeout',
      `${where}: expected seconds from 1 to 600, found ${quoted(text)}.`,
      {
        hint: 'For instance --timeout 30.',
      },
    );
  }
  return Math.round(seconds * 1000);
}

/** A TCP port, 1 to 65535. */
export function portNumber(value: string | number, where: string): number {
  const text = String(value);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) {
    throw new UsageError('usage.port', `${where}: expected a port from 1 to 65535, found ${quoted(text)}.`);
  }
  return port;
}

export function protocolChoice(text: string, where: string): ProtocolChoice {
  const known = PROTOCOLS.find((name) => name === text);
  if (known === undefined) {
    throw new UsageError('usage.protocol', `${where}: no such protocol revision: ${quoted(text)}.`, {
      hint: suggest(text, PROTOCOLS),
    });
  }
  return known;
}

/** One of a list of names. @throws UsageError with the code given and the nearest name. */
export function oneOf(text: string, known: readonly string[], code: string, where: string): string {
  if (known.includes(text)) return text;
  throw new UsageError(code, `${where}: no such name: ${quoted(text)}.`, { hint: suggest(text, known) });
}

/** What a form is answered with: a JSON object, its members by the names of the form's fields. */
export function elicitAnswer(text: string, where: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  throw new UsageError(
    'usage.elicit',
    `${where}: expected a JSON object, found ${value === undefined ? 'text that is not JSON' : kindOf(value)}.`,
    {
      hint: `For instance --elicit '{"name": "Ada"}': the fields of the form and their values.`,
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
