import type { ErrorObject } from '../../../errors.ts';
import type { FlowRequest, Result } from '../../../types.ts';
import { failedIds, type ReadFlow, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** Whether the authorization server is of this provider, by its profile. */
export function isOf(provider: string, { evidence }: Symptoms): boolean {
  return evidence.profile.name === provider;
}

/** The issuer that is talked to: the pinned one, else the one that the endpoint names. */
export function issuerInUse({ evidence }: Symptoms): URL | undefined {
  const { target, profile, discovery } = evidence;
  const issuer = target.issuer ?? profile.issuerOf(target) ?? discovery?.issuer ?? undefined;
  return issuer !== undefined && URL.canParse(issuer) ? new URL(issuer) : undefined;
}

/** The realm of a Keycloak issuer. */
export function realmOf(symptoms: Symptoms): string {
  return /\/realms\/([^/]+)/.exec(issuerInUse(symptoms)?.pathname ?? '')?.[1] ?? 'REALM';
}

/** A flow with a readable token that the endpoint refused, and how. */
export interface RefusedFlow extends ReadFlow {
  readonly error: ErrorObject;
}

/** The flows with a readable token, in a session of which one of these errors came. */
export function refusedWith(symptoms: Symptoms, ...codes: readonly string[]): readonly RefusedFlow[] {
  return readFlows(symptoms).flatMap((flow) => {
    const sessions = symptoms.evidence.flows.find(({ request }) => request === flow.request)?.sessions ?? [];
    const error = sessions.map((session) => session.error).find((one) => codes.includes(one?.code ?? ''));
    return error === null || error === undefined ? [] : [{ ...flow, error }];
  });
}

/** The scopes that a challenge asked for. */
export function askedFor({ provider }: ErrorObject): readonly string[] {
  return (provider?.scope ?? '').split(' ').filter(Boolean);
}

/** A scope without the API's name in front of it: `calculator.add` of `https://api.example.com/calculator.add`. */
export function bare(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

/** Ids of what fails when a flow's token is refused or allows too little. */
export function failedWith(symptoms: Symptoms, ...requests: readonly FlowRequest[]): readonly string[] {
  const flows = new Set(requests.map(({ flow }) => flow));
  const isOfFlow = ({ flow }: Result): boolean => flow === undefined || flows.has(flow);
  return failedIds(symptoms, (result) => CONSEQUENCES.has(result.id) && isOfFlow(result));
}

const CONSEQUENCES: ReadonlySet<string> = new Set([
  'road/token',
  'road/session',
  'road/call',
  'endpoint/accepts-valid-token',
  'token/audience-as-expected',
  'token/audience-is-the-resource',
  'token/scopes-as-expected',
  'token/roles-as-expected',
  'token/signature-verifies',
  'token/refresh-works',
  'server/answers-expected-results',
]);
