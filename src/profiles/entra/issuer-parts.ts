import { isB2c } from './clouds.ts';

/** An issuer of version 2.0, taken apart. */
export interface IssuerParts {
  readonly origin: string;
  /** GUID, domain name, `common`, `organizations`, `consumers` or `{tenantid}`. */
  readonly tenant: string;
  /** B2C: the user flow or custom policy. */
  readonly policy?: string;
}

/**
 * The parts of `https://{host}/{tenant}/v2.0` and, at B2C, of `https://{host}/[tfp/]{tenant}[/{policy}]/v2.0/`;
 * undefined for every other form.
 */
export function issuerParts(issuer: string): IssuerParts | undefined {
  const form = isB2c(issuer) ? B2C : ENTRA;
  const { origin, tenant, policy } = form.exec(issuer)?.groups ?? {};
  if (origin === undefined || tenant === undefined) return undefined;
  return { origin, tenant, ...(policy === undefined ? {} : { policy }) };
}

const ENTRA = /^(?<origin>https:\/\/[^/?#@]+)\/(?<tenant>[^/?#]+)\/v2\.0$/;
const B2C =
  /^(?<origin>https:\/\/[^/?#@]+)\/(?:tfp\/)?(?<tenant>(?!tfp\/)[^/?#]+)(?:\/(?<policy>[^/?#]+))?\/v2\.0\/?$/;
