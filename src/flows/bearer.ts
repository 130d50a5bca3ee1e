import { UsageError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import type { Flow, FlowContext } from './flow.ts';
import { isTokenText } from './token-answer.ts';

/** A token that somebody else obtained. */
export const bearer: Flow = {
  name: 'bearer',
  summary: 'a token that you bring',
  needsPerson: false,
  needsIssuer: false,
  run,
};

function run({ request, target }: FlowContext): Promise<TokenSet> {
  const { credential } = request;
  if (credential?.kind !== 'token' || credential.token.length === 0) {
    throw new UsageError('credential.missing', 'The flow bearer needs a token.', {
      target: target.name,
      hint: 'Give --token-env, --token-file, or the token on stdin.',
    });
  }
  if (!isTokenText(credential.token.reveal())) {
    throw new UsageError('credential.malformed_token', 'The token cannot stand in a header.', {
      target: target.name,
      hint: 'It has blanks, line ends or characters outside ASCII, or is longer than 64 KiB.',
    });
  }
  return Promise.resolve({
    accessToken: credential.token,
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'none',
    ...(request.clientId === undefined ? {} : { clientId: request.clientId }),
    exchanges: [],
  });
}
