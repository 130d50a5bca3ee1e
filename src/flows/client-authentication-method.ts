import { UsageError } from '../errors.ts';
import { quoteAll } from '../text/quote.ts';
import type { Credential, SecretMethod } from '../types.ts';
import type { Grant } from './grant.ts';

/**
 * How the client's secret travels: as the user says, else as the server offers. In the body where that is
 * listed, because there nothing needs encoding and OAuth 2.1 §2.4.1 makes every server take it so; else in the
 * header, also where the server lists nothing (RFC 8414 §2).
 * @throws UsageError `credential.method`; nothing was sent
 */
export function secretMethod(
  grant: Grant,
  credential: Extract<Credential, { kind: 'secret' }>,
): SecretMethod {
  if (credential.method !== undefined) return credential.method;
  const offered = methodsOffered(grant);
  if (offered?.includes('client_secret_post') === true) return 'client_secret_post';
  if (offered === undefined || offered.includes('client_secret_basic')) return 'client_secret_basic';
  throw notOffered(grant, 'a client secret', offered);
}

/**
 * Sees to it that the server says to take clients by a signed assertion, if it says anything.
 * @throws UsageError `credential.method`; nothing was sent
 */
export function requireAssertions(grant: Grant, what: string): void {
  const offered = methodsOffered(grant);
  // Assertions of other parties have names of their own besides private_key_jwt, `spiffe_jwt` for one.
  const fits = (name: string): boolean => name !== 'client_secret_jwt' && /jwt|assertion/.test(name);
  if (offered !== undefined && !offered.some(fits)) throw notOffered(grant, what, offered);
}

/** What the server's metadata lists; undefined: nothing. A member of another shape counts as absent. */
export function methodsOffered({ server }: Grant): readonly string[] | undefined {
  const offered: unknown = server.metadata.token_endpoint_auth_methods_supported;
  if (!Array.isArray(offered)) return undefined;
  const names = offered.filter((name): name is string => typeof name === 'string');
  return names.length === 0 ? undefined : names;
}

function notOffered({ server, context }: Grant, what: string, offered: readonly string[]): UsageError {
  return new UsageError(
    'credential.method',
    `The client brings ${what}, and ${server.issuer} authenticates clients by ${quoteAll(offered)}. Nothing was sent.`,
    {
      target: context.target.name,
      hint: hintFor(offered),
    },
  );
}

function hintFor(offered: readonly string[]): string {
  const usable = [
    ['client_secret_post', '--client-secret-env'],
    ['client_secret_basic', '--client-secret-env'],
    ['private_key_jwt', '--private-key or --certificate'],
    ['none', 'no credential'],
  ] as const;
  const flags = usable.filter(([method]) => offered.includes(method)).map(([, flag]) => flag);
  const ways = [...new Set(flags)].join(', or ');
  const said = ways === '' ? 'None of these can be done here.' : `Use ${ways}.`;
  return `${said} A way for a client secret that its metadata leaves out is chosen with --client-auth.`;
}
