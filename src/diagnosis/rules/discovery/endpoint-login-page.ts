import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const endpointLoginPage: KnownRule = {
  code: 'endpoint/login-page',
  leg: 'discovery',
  about: {
    title: 'A login page answers instead of the endpoint.',
    cause: 'A gateway or App Service signs people in before the server is asked.',
    fix: 'Exempt the MCP path and /.well-known/ from it, and let the server answer 401.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'endpoint.login_page');
    if (error === undefined) return [];
    return [
      found(
        'A login page answers instead of the endpoint.',
        `${error.message} MCP clients need a 401 with a Bearer challenge, not a page or a redirect for browsers.`,
        'Exempt the MCP path and /.well-known/ from the sign-in of the gateway or App Service, and let the server answer 401 itself.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
