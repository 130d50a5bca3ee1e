import type { Target } from '../../types.ts';
import { type Annotated, type AnnotatedMap, annotated } from './annotated.ts';
import { commandLineReferences, oneReference } from './command-line-credential.ts';
import { impliedFlow } from './command-line-flows.ts';
import { commandLineNaming } from './command-line-naming.ts';
import { expectationFor, scopesFor } from './command-line-scopes.ts';
import type { Inputs, TargetFlags } from './inputs.ts';
import { pinnedIssuer, profileOf } from './pinned-issuer.ts';
import { overridden, whatFlagsAdd } from './print-flags.ts';
import { printedReference } from './secret-state.ts';

/**
 * Everything that holds for an endpoint that is named by its URL, each value with its flag or variable.
 * @throws UsageError `usage.*` as a run would
 */
export async function printedUrlTarget(
  { url, where }: { readonly url: string; readonly where: string },
  inputs: Inputs,
): Promise<AnnotatedMap> {
  const naming = commandLineNaming(inputs);
  const issuer = pinnedIssuer({ name: url, ...naming });
  const entries: (readonly [string, Annotated])[] = [
    ['url', annotated(url, where)],
    ...NAMED.flatMap(([key, printed, flag, ...variables]): (readonly [string, Annotated])[] => {
      const value = naming[key];
      if (value === undefined) return [];
      return [
        [printed, annotated(value, sourceOf(flag, variables, inputs) ?? 'default: by tenant or issuer')],
      ];
    }),
    ...(naming.provider === undefined
      ? [
          [
            'provider',
            annotated(profileOf({ name: url, ...naming }).name, 'default: by issuer or authority'),
          ] as const,
        ]
      : []),
    ...(naming.issuer === undefined && issuer !== undefined
      ? [['issuer', annotated(issuer, 'default: of this tenant')] as const]
      : []),
    ['flows', { items: await flowsOf(inputs, naming.provider === 'entra') }],
  ];
  return whatFlagsAdd({ entries }, inputs, overridden(inputs.flags));
}

type Row = readonly [
  key: keyof Pick<
    Target,
    'provider' | 'tenant' | 'issuer' | 'authority' | 'audience' | 'resource' | 'tokenEndpoint' | 'jwksUri'
  >,
  printed: string,
  flag: keyof TargetFlags,
  ...variables: string[],
];

const NAMED: readonly Row[] = [
  ['provider', 'provider', 'provider'],
  ['tenant', 'tenant', 'tenant', 'TENANT_ID', 'AZURE_TENANT_ID'],
  ['issuer', 'issuer', 'issuer', 'OAUTH_ISSUER'],
  ['authority', 'authority', 'authority', 'AZURE_AUTHORITY_HOST'],
  ['audience', 'audience', 'audience', 'OAUTH_AUDIENCE'],
  ['resource', 'resource', 'resource'],
  ['tokenEndpoint', 'tokenEndpoint', 'tokenEndpoint', 'TOKEN_ENDPOINT'],
  ['jwksUri', 'jwks', 'jwks', 'OAUTH_JWKS_URI'],
];

/** "--tenant", "TENANT_ID in the environment"; undefined: nobody said it. */
function sourceOf(
  flag: keyof TargetFlags,
  variables: readonly string[],
  { flags, environment }: Inputs,
): string | undefined {
  if (flags[flag] === false) return `--no-${spelt(flag)}`;
  if (flags[flag] !== undefined) return `--${spelt(flag)}`;
  const variable = variables.find((name) => environment[name]);
  return variable === undefined ? undefined : `${variable} in the environment`;
}

function spelt(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function flowsOf(inputs: Inputs, entra: boolean): Promise<readonly Annotated[]> {
  const { flags } = inputs;
  const { token, credential, assertion } = commandLineReferences(inputs);
  const someCredential = Object.keys(credential).length === 0 ? undefined : credential;
  const names = flags.flow ?? [impliedFlow(inputs, { token, credential: someCredential })];
  const from = flags.flow === undefined ? 'default: by what was given' : '--flow';
  const clientId = annotatedFlag('clientId', inputs, 'CLIENT_ID', 'AZURE_CLIENT_ID');
  return await Promise.all(
    names.map(async (flow): Promise<Annotated> => {
      const entries: (readonly [string, Annotated])[] = [['flow', annotated(flow, from)]];
      if (flow === 'none') return { entries };
      if (flow === 'bearer') {
        const secret = token === undefined ? [] : [await referenceOf('token', token, inputs)];
        return { entries: [...entries, ...secret] };
      }
      const scopes = scopesFor(flow, names, { ...inputs, warn: () => undefined }, entra);
      const expect = expectationFor(flow, names, inputs, entra);
      entries.push(
        ...(clientId === undefined ? [] : [['clientId', clientId] as const]),
        ...(await credentialOf({ ...credential, ...(assertion === undefined ? {} : { assertion }) }, inputs)),
        ...(flow === 'enterprise' ? [await identityProviderOf(inputs)] : []),
        ...(scopes === undefined
          ? []
          : [
              [
                'scopes',
                annotated(scopes, sourceOf('scope', ['CUSTOM_SCOPES'], inputs) ?? 'default'),
              ] as const,
            ]),
        ...(expect === undefined ? [] : [['expect', annotated(expect, '--expect-…')] as const]),
      );
      for (const flag of ['clientMetadataUrl', 'dpop', 'library', 'port'] as const) {
        const value = annotatedFlag(flag, inputs);
        if (value !== undefined) entries.push([flag, value]);
      }
      return { entries };
    }),
  );
}

function annotatedFlag(
  flag: keyof TargetFlags,
  inputs: Inputs,
  ...variables: string[]
): Annotated | undefined {
  const from = sourceOf(flag, variables, inputs);
  const variable = variables.find((name) => inputs.environment[name]) ?? '';
  return from === undefined ? undefined : annotated(inputs.flags[flag] ?? inputs.environment[variable], from);
}

type References = Omit<ReturnType<typeof commandLineReferences>['credential'], 'token'>;

const PRINTED: Readonly<Record<keyof References, string>> = {
  secret: 'clientSecret',
  method: 'clientAuth',
  certificate: 'certificate',
  privateKey: 'privateKey',
  keyId: 'keyId',
  assertion: 'assertion',
  managedIdentity: 'managedIdentity',
};

async function credentialOf(
  references: References,
  inputs: Inputs,
): Promise<(readonly [string, Annotated])[]> {
  const found: (readonly [string, Annotated])[] = [];
  for (const [key, named] of Object.entries(references)) {
    const printed = Object.entries(PRINTED).find(([name]) => name === key)?.[1] ?? key;
    found.push(await referenceOf(printed, named, inputs));
  }
  return found;
}

async function referenceOf(
  key: string,
  { value, where }: { readonly value: unknown; readonly where: string },
  inputs: Inputs,
): Promise<readonly [string, Annotated]> {
  const from = where.startsWith('--') ? where : `${where} in the environment`;
  if (isSecretReference(value)) return [key, await printedReference(value, inputs, inputs.cwd, from)];
  return [key, annotated(value, from)];
}

function isSecretReference(
  value: unknown,
): value is { readonly env: string } | { readonly file: string } | { readonly stdin: true } {
  return typeof value === 'object' && value !== null && ['env', 'file', 'stdin'].some((key) => key in value);
}

async function identityProviderOf(inputs: Inputs): Promise<readonly [string, Annotated]> {
  const { idpTokenEndpoint, idpClientId, idpClientSecretEnv, idpClientSecretFile, idTokenEnv, idTokenFile } =
    inputs.flags;
  const secret = oneReference('--idp-client-secret', idpClientSecretEnv, idpClientSecretFile, false);
  const idToken = oneReference('--id-token', idTokenEnv, idTokenFile, false);
  const entries: readonly (readonly [string, Annotated])[] = [
    ...(idpTokenEndpoint === undefined
      ? []
      : [['tokenEndpoint', annotated(idpTokenEndpoint, '--idp-token-endpoint')] as const]),
    ...(idpClientId === undefined ? [] : [['clientId', annotated(idpClientId, '--idp-client-id')] as const]),
    ...(secret === undefined ? [] : [await referenceOf('clientSecret', secret, inputs)]),
    ...(idToken === undefined ? [] : [await referenceOf('idToken', idToken, inputs)]),
  ];
  return ['identityProvider', { entries }];
}
