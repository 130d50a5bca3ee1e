import { MANAGED_IDENTITY } from './assertion-source.ts';
import type { FlowConfig, TargetConfig } from './config-schema.ts';
import type { Path } from './document.ts';
import type { SecretReference } from './secret-source.ts';

/** A secret that a target of the file names. */
export interface NamedSecret {
  /** Environment variable, file path, program or identity service, as the file names it. */
  readonly name: string;
  /** Where it stands in the settings of the target. */
  readonly path: Path;
  /** Who receives it: the pinned issuer, or the party at this URL. */
  readonly receiver:
    | { readonly party: 'issuer' }
    | { readonly party: 'endpoint' | 'identity provider'; readonly url: string };
}

/** Every secret of a target that a run with these flows would read or ask for. */
export function secretsOf(
  settings: TargetConfig,
  chosen: readonly string[] | undefined,
): readonly NamedSecret[] {
  const endpoint = { party: 'endpoint', url: settings.url } as const;
  const inHeaders = Object.entries(settings.headers ?? {}).flatMap(
    ([header, value]): readonly NamedSecret[] => {
      const name = typeof value === 'string' ? /^env:(.*)$/s.exec(value)?.[1]?.trim() : nameOf(value);
      return name === undefined ? [] : [{ name, path: ['headers', header], receiver: endpoint }];
    },
  );
  const inFlows = (settings.flows ?? []).flatMap((flow, index) =>
    chosen === undefined || chosen.includes(flow.flow) ? flowSecrets(flow, ['flows', index], endpoint) : [],
  );
  return [...inHeaders, ...inFlows];
}

function flowSecrets(flow: FlowConfig, at: Path, endpoint: NamedSecret['receiver']): readonly NamedSecret[] {
  const issuer = { party: 'issuer' } as const;
  const { clientSecret, certificate, privateKey, assertion, token, federated, managedIdentity } = flow;
  const { identityProvider } = flow;
  const secrets: readonly (readonly [key: string, name: string | undefined, NamedSecret['receiver']])[] = [
    ['clientSecret', nameOf(clientSecret), issuer],
    ['certificate', nameOf(certificate), issuer],
    ['privateKey', nameOf(privateKey), issuer],
    ['assertion', nameOf(assertion), issuer],
    ['federated', federated, issuer],
    ['managedIdentity', managedIdentity === undefined ? undefined : MANAGED_IDENTITY, issuer],
    ['token', nameOf(token), endpoint],
  ];
  const own = secrets.flatMap(([key, name, receiver]) =>
    name === undefined ? [] : [{ name, path: [...at, key], receiver }],
  );
  if (identityProvider === undefined) return own;
  const receiver = { party: 'identity provider', url: identityProvider.tokenEndpoint } as const;
  const further = (['clientSecret', 'idToken'] as const).flatMap((key) => {
    const name = nameOf(identityProvider[key]);
    return name === undefined ? [] : [{ name, path: [...at, 'identityProvider', key], receiver }];
  });
  return [...own, ...further];
}

function nameOf(reference: SecretReference | undefined): string | undefined {
  if (reference === undefined || 'stdin' in reference) return undefined;
  if ('env' in reference) return reference.env;
  return 'file' in reference ? reference.file : reference.command[0];
}
