import type { CallExpectation } from '../../types.ts';

/** What the file will say about its one target. Texts may be `${NAME}`: a reference to the environment. */
export interface Plan {
  readonly name: string;
  readonly url: string;
  readonly provider: string;
  readonly tenant?: string;
  readonly issuer?: string;
  readonly authority?: string;
  readonly audience?: string;
  readonly flows: readonly PlannedFlow[];
  readonly tools: readonly string[];
  readonly calls: readonly CallExpectation[];
}

export interface PlannedFlow {
  readonly flow: string;
  readonly clientId?: string;
  readonly proof?: Proof;
  readonly scopes?: readonly string[];
  readonly port?: number;
  readonly expect: {
    readonly aud?: string;
    readonly roles?: readonly string[];
    readonly scp?: readonly string[];
  };
}

/** Where what the client proves itself with will stand; never the thing itself. */
export type Proof =
  | { readonly kind: 'secret'; readonly place: { readonly env: string } | { readonly file: string } }
  | { readonly kind: 'certificate'; readonly file: string }
  | { readonly kind: 'federated'; readonly service: 'github' | 'managed-identity' };

/** Flows that `init` writes; the others need more than a few answers. */
export const PLANNED_FLOWS = ['client_credentials', 'authorization_code', 'device_code', 'none'] as const;

/** The variables that must be set before the file can be used, the secret's last. */
export function variablesOf(plan: Plan): readonly string[] {
  const texts = [plan.tenant, plan.audience, ...plan.flows.map(({ clientId }) => clientId)];
  const named = texts.flatMap((text) => (text === undefined ? [] : (referenceIn(text) ?? [])));
  return [...new Set([...named, ...secretVariables(plan)])];
}

/** Those of them that hold a secret. */
export function secretVariables(plan: Plan): readonly string[] {
  const names = plan.flows.flatMap(({ proof }) =>
    proof?.kind === 'secret' && 'env' in proof.place ? [proof.place.env] : [],
  );
  return [...new Set(names)];
}

/** The variable's name where the whole text is `${NAME}`. */
export function referenceIn(text: string): string | undefined {
  return /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text)?.[1];
}
