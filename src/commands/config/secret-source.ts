import { UsageError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { isGuid } from '../../text/guid.ts';
import type { Inputs } from './inputs.ts';
import { readLimited } from './read-limited.ts';
import { secretCommand } from './secret-command.ts';
import { quoted } from './text.ts';

/** Where a secret stands; never the secret itself. */
export type SecretReference =
  | { readonly env: string }
  | { readonly file: string }
  /** Program and arguments, run without a shell. */
  | { readonly command: readonly string[] }
  | { readonly stdin: true };

export interface Named<T> {
  readonly value: T;
  /** "--client-secret-env", "CLIENT_SECRET", "mcp-authcheck.yaml:9: targets.a.flows[0].clientSecret". */
  readonly where: string;
}

/** What secrets are read with, and where from. */
export interface SecretReader {
  readonly inputs: Inputs;
  /** At Entra ID it is known what a client secret cannot look like. */
  readonly entra?: boolean;
  /** Directory that relative paths start from, and in which commands run. */
  readonly base: string;
}

/** Longest secret, token or PEM that is read, in bytes. */
export const LONGEST_SECRET = 65_536;

/**
 * Reads what a reference points at, without one trailing line break.
 * @throws UsageError `credential.*`: the variable is unset or empty, the file cannot be read, nothing came.
 */
export async function readReference(
  reference: SecretReference,
  reader: SecretReader,
  where: string,
): Promise<string> {
  const text = (await rawText(reference, reader, where)).replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  if (text.trim() === '') {
    throw new UsageError('credential.secret_empty', `${where}: ${nameOf(reference)} is empty.`, {
      hint: 'In CI an undefined secret arrives as an empty one: check its name and whether this job may see it.',
    });
  }
  if (text.includes('\0')) {
    throw new UsageError(
      'credential.secret_malformed',
      `${where}: ${nameOf(reference)} holds a NUL character.`,
    );
  }
  return text;
}

/**
 * A client secret: one line, kept in the vault. A secret's ID, quotes and blanks around it are never right
 * at Entra ID; elsewhere they may be, and only warn.
 * @throws UsageError `credential.*`
 */
export async function readSecret(
  reference: SecretReference,
  reader: SecretReader,
  where: string,
): Promise<Secret> {
  const text = await readReference(reference, reader, where);
  const secret = reader.inputs.vault.keep(text);
  if (/[\r\n]/.test(text)) {
    throw new UsageError(
      'credential.secret_malformed',
      `${where}: ${nameOf(reference)} has more than one line.`,
      {
        hint: 'A client secret is one line. A PEM key belongs into --private-key or "privateKey".',
      },
    );
  }
  const odd = oddityOf(text);
  if (odd === undefined) return secret;
  if (reader.entra === true) {
    throw new UsageError(odd.code, `${where}: ${odd.what}; a client secret of Entra ID never does.`, {
      hint: odd.fix,
    });
  }
  reader.inputs.warn?.(`${where}: ${odd.what}; it is sent as it is. ${odd.fix}`);
  return secret;
}

/** What a secret has from a wrong column, a quoted `.env` line or a careless copy. */
function oddityOf(text: string): { code: string; what: string; fix: string } | undefined {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (isGuid(bare)) {
    return {
      code: 'credential.secret_id',
      what: `the client secret has the shape of a GUID, like the "Secret ID" column`,
      fix: 'Entra ID wants the "Value" column; it is shown only once, so make a new secret if it is lost.',
    };
  }
  if (bare !== text.trim()) {
    return {
      code: 'credential.secret_quoted',
      what: 'the client secret stands in quotes',
      fix: 'Take the quotes away: whoever set the variable or wrote the file kept them as part of it.',
    };
  }
  if (text !== text.trim()) {
    return {
      code: 'credential.secret_blanks',
      what: 'the client secret begins or ends with a blank',
      fix: 'Take it away: it came with the copy.',
    };
  }
  return undefined;
}

async function rawText(reference: SecretReference, reader: SecretReader, where: string): Promise<string> {
  if ('stdin' in reference) return await reader.inputs.readStdin();
  if ('env' in reference) return environmentValue(reference.env, reader.inputs, where);
  if ('command' in reference) return await secretCommand(reference.command, reader, where);
  const limits = { code: 'credential.file_unreadable', where, maxBytes: LONGEST_SECRET };
  const file = await readLimited(reference.file, reader.base, limits);
  if ((file.mode & 0o077) !== 0 && process.platform !== 'win32' && !isPublic(file.text)) {
    reader.inputs.warn?.(
      `${where}: ${reference.file} can be read by other users (mode ${file.mode.toString(8).padStart(4, '0')}); chmod 600 would keep it to you.`,
    );
  }
  return file.text;
}

/** A certificate without its key is for everybody to read. */
function isPublic(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE-----') && !text.includes('PRIVATE KEY-----');
}

function environmentValue(name: string, inputs: Inputs, where: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || looksLikeValue(name, inputs)) {
    throw new UsageError(
      'credential.not_a_variable_name',
      `${where}: expected the name of an environment variable.`,
      {
        hint: 'Give the name of the variable, not the secret itself. What was given is not repeated here.',
      },
    );
  }
  const value = inputs.environment[name];
  if (value === undefined || value === '') {
    const state = value === undefined ? 'is not set' : 'is set but empty';
    throw new UsageError(
      'credential.secret_missing',
      `${where}: the environment variable ${name} ${state}.`,
      {
        hint: 'In CI an undefined secret arrives as an empty one: check its name and whether this job may see it.',
      },
    );
  }
  return value;
}

/** Long, mixed case and digits, and no such variable: most likely the secret itself was pasted. */
function looksLikeValue(name: string, inputs: Inputs): boolean {
  if (inputs.environment[name] !== undefined) return false;
  return name.length >= 20 && /[a-z]/.test(name) && /[A-Z]/.test(name) && /\d/.test(name);
}

function nameOf(reference: SecretReference): string {
  if ('stdin' in reference) return 'what came on standard input';
  if ('command' in reference) return `what the command ${quoted(reference.command[0] ?? '')} printed`;
  return 'env' in reference ? `the environment variable ${reference.env}` : `the file ${reference.file}`;
}
