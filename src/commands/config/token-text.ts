import { UsageError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { readReference, type SecretReader, type SecretReference } from './secret-source.ts';

/**
 * An access token somebody else obtained. Blanks, quotes and a `Bearer ` prefix are taken away and mentioned.
 * @throws UsageError `credential.malformed_token` when what remains is no b64token (RFC 6750 §2.1).
 */
export async function readToken(
  reference: SecretReference,
  reader: SecretReader,
  where: string,
): Promise<Secret> {
  const raw = await readReference(reference, reader, where);
  reader.inputs.vault.keep(raw.trim());
  const bare = raw
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^Bearer\s+/i, '');
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(bare)) {
    throw new UsageError('credential.malformed_token', `${where}: what was given is not a bearer token.`, {
      hint: 'A token is one word of letters, digits and -._~+/= (RFC 6750 §2.1). An HTML or JSON answer was pasted?',
    });
  }
  if (bare !== raw.trim())
    reader.inputs.warn?.(`${where}: quotes or "Bearer " around the token were taken away.`);
  return reader.inputs.vault.keep(bare);
}

/**
 * A federated token: a JWT, read again at every use because whoever issues it rotates it.
 * @throws UsageError `credential.assertion_malformed` when it is not three base64url parts.
 */
export async function readAssertion(
  reference: SecretReference,
  reader: SecretReader,
  where: string,
): Promise<Secret> {
  const text = (await readReference(reference, reader, where)).trim();
  const secret = reader.inputs.vault.keep(text);
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) {
    throw new UsageError(
      'credential.assertion_malformed',
      `${where}: expected a JWT, found something else.`,
      {
        hint: "The identity service's answer was perhaps an error page: look at the file.",
      },
    );
  }
  return secret;
}
