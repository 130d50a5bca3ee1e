import { quote } from '../../token/index.ts';
import type { CheckContext } from '../check.ts';

/** What `iss` of an authorization response has to be (RFC 9207 §2.4, by simple string comparison). */
export interface IssuerRule {
  /** `issuer` of the metadata, byte for byte. */
  readonly issuer: string;
  /** `authorization_response_iss_parameter_supported` is true. */
  readonly advertised: boolean;
}

export function issuerRule({ evidence: { discovery } }: CheckContext): IssuerRule {
  const document = discovery?.authorizationServerMetadata?.document ?? {};
  return {
    issuer: document.issuer ?? '',
    advertised: document.authorization_response_iss_parameter_supported === true,
  };
}

/** What is wrong with the values of `iss` that came, as ends of a sentence; and whether one came at all. */
export function iss(
  received: readonly string[],
  { issuer, advertised }: IssuerRule,
): { readonly problems: readonly string[]; readonly came: boolean } {
  const [value] = received;
  if (value === undefined)
    return { came: false, problems: advertised ? ['without `iss`, which the metadata promises'] : [] };
  const problems = [
    ...(received.length > 1 ? [`with \`iss\` ${received.length} times`] : []),
    ...(value === issuer ? [] : [`with iss=${quote(value)} where the metadata says ${quote(issuer)}`]),
  ];
  return { came: true, problems };
}
