import { TokenError } from '../errors.ts';
import type { Secret, Vault } from '../secret.ts';
import { quote } from '../text/quote.ts';
import type { HttpResponse } from '../types.ts';
import { acceptedBody, isTokenText } from './token-answer.ts';

/** Token type identifier of an identity assertion (Identity Assertion JWT Authorization Grant §4.3). */
export const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';

/**
 * The identity assertion in the answer to a token exchange. It stands in `access_token` for historical reasons
 * (RFC 8693 §2.2.1), so that `issued_token_type` alone tells it from an access token, which must not be passed on.
 * @throws TokenError as `acceptedBody`, and `token.issued_type`, `token.type`, `token.invalid`
 */
export function readExchangeAnswer(response: HttpResponse, vault: Vault): Secret {
  const members = acceptedBody(response, vault);
  const options = { phase: 'token', exchanges: [response.exchange] };
  const { access_token: assertion, issued_token_type: issued, token_type: type } = members;
  if (issued !== ID_JAG) {
    throw new TokenError(
      'token.issued_type',
      `Expected issued_token_type ${ID_JAG}, found ${shown(issued, vault)}.`,
      {
        ...options,
        hint: 'The identity provider issued another kind of token: turn on enterprise-managed authorization (cross-app access, ID-JAG) there.',
      },
    );
  }
  // N_A is the rule; Bearer does no harm, since the assertion is sent to no endpoint as a token.
  if (typeof type !== 'string' || !['n_a', 'bearer'].includes(type.toLowerCase())) {
    throw new TokenError('token.type', `Expected token_type N_A, found ${shown(type, vault)}.`, options);
  }
  if (typeof assertion !== 'string' || !isTokenText(assertion)) {
    const found = typeof assertion === 'string' ? 'no printable ASCII' : shown(assertion, vault);
    throw new TokenError(
      'token.invalid',
      `Expected an identity assertion in access_token, found ${found}.`,
      options,
    );
  }
  return vault.keep(assertion);
}

function shown(value: unknown, vault: Vault): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? quote(vault.redact(value)) : `a value of type ${typeof value}`;
}
