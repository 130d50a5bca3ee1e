import { UsageError } from '../../errors.ts';
import type { AssertionSource } from '../../types.ts';
import { FEDERATIONS } from './names.ts';
import type { Named, SecretReader, SecretReference } from './secret-source.ts';
import { quoted } from './text.ts';
import { readAssertion } from './token-text.ts';
import { endpointUrl } from './url-rules.ts';

/** Where an assertion is read, or the name of the service that is asked for it. */
export type AssertionReference = SecretReference | Federation;

export interface Federation {
  /** One of {@link FEDERATIONS}. */
  readonly federated: string;
  readonly audience?: string | undefined;
  /** Which managed identity, where the machine has several. */
  readonly clientId?: string | undefined;
}

/** The settings of a federation, as flags or keys of the file give them. */
export interface FederationSettings {
  readonly federated?: string | undefined;
  readonly federatedAudience?: string | undefined;
  readonly managedIdentity?: string | true | undefined;
}

/** The service that is asked for a managed identity's token; else a managed identity is the credential itself. */
export const MANAGED_IDENTITY = 'managed-identity';

/**
 * What an assertion is read from, `read`, or the service that is asked for it; a managed identity's id then says
 * which identity the service is asked for.
 * @param where what the settings are called where they were given
 * @throws UsageError `usage.federated_audience`, `usage.credential_conflict`
 */
export function assertionReference(
  { federated, federatedAudience: audience, managedIdentity }: FederationSettings,
  read: Named<SecretReference> | undefined,
  where: { readonly federated: string; readonly federatedAudience: string },
): Named<AssertionReference> | undefined {
  if (federated === undefined) {
    if (audience === undefined) return read;
    throw new UsageError(
      'usage.federated_audience',
      `${where.federatedAudience}: a token that is read has its audience already.`,
      { hint: 'Leave it away, or name the service that is asked for one: --federated, in a file federated.' },
    );
  }
  if (read !== undefined) throw namedTwice([read.where, where.federated]);
  const clientId = federated === MANAGED_IDENTITY && managedIdentity !== true ? managedIdentity : undefined;
  return { value: { federated, audience, clientId }, where: where.federated };
}

/** The error for one secret that is to be read from several places. */
export function namedTwice(places: readonly string[]): UsageError {
  return new UsageError(
    'usage.credential_conflict',
    `The same secret is named twice: ${places.join(' and ')}.`,
    { hint: 'Leave one of them.' },
  );
}

/**
 * The source of an assertion. A file or variable is read once now, so that what is wrong with it shows
 * before anything is sent, and again at every use.
 * @throws UsageError `usage.federated_unknown`, `credential.*`
 */
export async function readAssertionSource(
  { value, where }: Named<AssertionReference>,
  reader: SecretReader,
): Promise<AssertionSource> {
  if (!('federated' in value)) {
    const read = () => readAssertion(value, reader, where);
    await read();
    return { from: 'reference', read };
  }
  const { federated, audience, clientId } = value;
  if (!FEDERATIONS.some((name) => name === federated)) {
    throw new UsageError('usage.federated_unknown', `${where}: no such service: ${quoted(federated)}.`, {
      hint: `Known: ${FEDERATIONS.join(', ')}. A token that your CI system puts into a variable or a file is read with --assertion-env NAME or --assertion-file FILE.`,
    });
  }
  const wanted = audience === undefined ? {} : { audience };
  if (federated === 'github') return { ...github(reader, where), ...wanted };
  return { from: 'managed_identity', ...(clientId === undefined ? {} : { clientId }), ...wanted };
}

/** GitHub Docs, "OpenID Connect reference": a job that may ask for an identity token has both variables. */
function github({ inputs }: SecretReader, where: string): Extract<AssertionSource, { from: 'github' }> {
  const { [URL_VARIABLE]: url, [TOKEN_VARIABLE]: token } = inputs.environment;
  const missing = [...(url ? [] : [URL_VARIABLE]), ...(token ? [] : [TOKEN_VARIABLE])];
  if (!url || !token) {
    throw new UsageError(
      'credential.github_token_service',
      `${where}: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, so GitHub Actions gives this job no identity token.`,
      {
        hint: 'Add "permissions: id-token: write" to the job. A pull request from a fork never gets a token: leave this step out there.',
      },
    );
  }
  return { from: 'github', url: endpointUrl(url, URL_VARIABLE), token: inputs.vault.keep(token) };
}

const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';
