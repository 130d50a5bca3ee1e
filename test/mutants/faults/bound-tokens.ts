import type { Mutant } from '../mutant.ts';
import { NOBODY_GETS_IN } from './token.ts';

/** Tokens that are bound to a key (RFC 9449), where the key is not looked at or looked at alone. */
export const boundTokenMutants: readonly Mutant[] = [
  {
    name: 'binds-no-token',
    about: 'Tokens are called bound, and name no key.',
    options: { dpop: true },
    server: (parts) => ({ ...parts, bindsToken: () => ({}) }),
    killedBy: ['token/bound-to-its-key'],
    alsoBy: NOBODY_GETS_IN,
  },
  {
    name: 'binds-to-another-key',
    about: 'Tokens are bound to another key than the one that was proved.',
    options: { dpop: true },
    server: (parts) => ({ ...parts, bindsToken: () => parts.bindsToken('of-another-key') }),
    killedBy: ['token/bound-to-its-key'],
    alsoBy: NOBODY_GETS_IN,
  },
  {
    name: 'takes-bound-tokens-as-bearer',
    about: 'Tokens that are bound to a key let in without a proof of it.',
    options: { dpop: true },
    resource: (parts) => ({
      ...parts,
      acceptsBinding: (cnf, proved) => proved === undefined || parts.acceptsBinding(cnf, proved),
    }),
    killedBy: ['endpoint/rejects-bound-token-as-bearer'],
  },
  {
    name: 'takes-bound-tokens-of-the-api-behind',
    about: 'Tokens for the API behind the endpoint let in, with the proof of their key.',
    options: { dpop: true },
    resource: (parts) => ({
      ...parts,
      acceptsAudience: (aud) => aud === 'https://another.example/mcp' || parts.acceptsAudience(aud),
    }),
    killedBy: ['leakage/rejects-token-of-upstream-api'],
  },
];
