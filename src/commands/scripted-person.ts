import type { World } from '../../fixtures/world.ts';
import { TokenError } from '../errors.ts';
import type { Person } from '../flows/flow.ts';

/** Ada signs in and consents, as a browser would, without one; an error page she reads out. */
export function scriptedPerson(world: World): Person {
  return {
    present: true,
    open: async (url) => {
      try {
        await world.entra.signIn(url);
        return true;
      } catch (error) {
        throw errorPage(error);
      }
    },
    tell: () => undefined,
  };
}

function errorPage(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  const [, number] = /AADSTS(\d+)/.exec(text) ?? [];
  if (number === undefined) return error;
  return new TokenError(
    'oauth.error_page',
    `The sign-in page showed AADSTS${number} and did not come back.`,
    {
      phase: 'authorization',
      provider: { aadsts: Number(number), description: text },
      hint: `mcp-authcheck explain AADSTS${number}`,
      cause: error,
    },
  );
}
