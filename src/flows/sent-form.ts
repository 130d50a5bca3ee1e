import type { Secret } from '../secret.ts';
import type { FormParameters, SentRequest } from '../types.ts';

/** What client authentication adds to a form and nobody else may see. */
const OWN_SECRETS = ['client_secret', 'client_assertion'];

/** The form with the parameters put in: a value replaces what is there, null takes it away. */
export function withParameters(form: URLSearchParams, parameters: FormParameters): URLSearchParams {
  const changed = new URLSearchParams(form);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) changed.delete(name);
    else changed.set(name, plain(value));
  }
  return changed;
}

export function plain(value: string | Secret): string {
  return typeof value === 'string' ? value : value.reveal();
}

/**
 * How a form is written in a shell: secrets as variables, by the parameter's name unless `names` says otherwise.
 * Encoded, so that nothing in it means anything to the shell.
 */
export function bodyOf(
  form: URLSearchParams,
  parameters: FormParameters,
  names: Readonly<Record<string, string>> = {},
): Pick<SentRequest, 'body' | 'bodyInShell'> {
  const isSecret = (name: string): boolean =>
    OWN_SECRETS.includes(name) || (typeof parameters[name] === 'object' && parameters[name] !== null);
  if (![...form.keys()].some(isSecret)) return { body: form.toString() };
  const parts = [...form].map(([name, value]) =>
    isSecret(name)
      ? `${encoded(name)}=${names[name] ?? `$${name.toUpperCase()}`}`
      : `${encoded(name)}=${encoded(value)}`,
  );
  return { bodyInShell: parts.join('&') };
}

/** `Basic` credentials as a shell makes them, the secret in a variable. */
export function basicInShell(clientId: string, variable: string): string {
  return `Basic $(printf %s "${encoded(clientId)}:${variable}" | base64 | tr -d '\\n')`;
}

function encoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
