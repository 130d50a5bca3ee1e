import { flows } from '../../flows/index.ts';
import { profiles } from '../../profiles/index.ts';
import { nearest } from '../../text/nearest.ts';
import type { ProtocolChoice, SecretMethod } from '../../types.ts';

/** Flows as users write them. */
export const FLOWS: readonly string[] = flows.map((flow) => flow.name);

export const PROVIDERS: readonly string[] = profiles.map((profile) => profile.name);

export const LIBRARIES: readonly string[] = ['msal', 'openid-client'];

/** How a client secret may travel. */
export const SECRET_METHODS: readonly SecretMethod[] = [
  'client_secret_basic',
  'client_secret_basic_raw',
  'client_secret_post',
];

/** Services that give a job or a machine a federated token. */
export const FEDERATIONS = ['github', 'managed-identity'] as const;

export const PROTOCOLS: readonly ProtocolChoice[] = [
  'auto',
  'both',
  '2026-07-28',
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
];

/** "Did you mean x?" when a known name is near, else the whole list. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`;
}
