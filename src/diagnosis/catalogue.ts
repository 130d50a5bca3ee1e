import { clientErrors } from './catalogue/client.ts';
import { consentErrors } from './catalogue/consent.ts';
import type { Entry } from './catalogue/entry.ts';
import { scopeErrors } from './catalogue/scope.ts';
import { tenantErrors } from './catalogue/tenant.ts';

export type { Entry } from './catalogue/entry.ts';

/**
 * Entra ID's error numbers. Source: Microsoft identity platform, "Microsoft Entra authentication and
 * authorization error codes", and answers that users published; `confidence` says which.
 */
export const catalogue: readonly Entry[] = [
  ...clientErrors,
  ...scopeErrors,
  ...tenantErrors,
  ...consentErrors,
];

export function entryOf(aadsts: number): Entry | undefined {
  return catalogue.find((entry) => entry.code === aadsts);
}
