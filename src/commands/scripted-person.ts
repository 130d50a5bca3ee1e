import { ErrorPage } from '../../fixtures/providers/person.ts';
import type { Scene } from '../../fixtures/scene.ts';
import { TokenError } from '../errors.ts';
import type { Person } from '../flows/flow.ts';

/**
 * Ada signs in and consents, as a browser would, without one; an error page she reads out. A device's code she
 * types at the device page, and what that page says stays with her.
 */
export function scriptedPerson(
  scene: Pick<Scene, 'signIn'> & Partial<Pick<Scene, 'enterDeviceCode'>>,
): Person {
  return {
    present: true,
    open: async (url) => {
      try {
        await scene.signIn(url);
        return true;
      } catch (error) {
        throw errorPage(error);
      }
    },
    tell: (message) => {
      const [, code] = /\benter the code (\S+)$/.exec(message) ?? [];
      if (code !== undefined) scene.enterDeviceCode?.(code).catch(() => undefined);
    },
  };
}

function errorPage(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  const [, number] = /AADSTS(\d+)/.exec(text) ?? [];
  if (error instanceof ErrorPage) {
    return new TokenError('oauth.error_page', `The sign-in page says "${text}" and did not come back.`, {
      phase: 'authorization',
      provider: { description: text },
      cause: error,
    });
  }
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
