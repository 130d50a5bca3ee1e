import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote } from '../../look.ts';
import { loginAt } from './logins.ts';
import { frontOf } from './seen.ts';
import { redirectOf } from './where-to.ts';

export const loginInFront: KnownRule = {
  code: 'gateway/login-in-front',
  leg: 'network',
  explains: ['endpoint/login-page', 'network/stopped-for-safety', 'discovery/*', 'endpoint/*', 'session/*'],
  about: {
    title: 'Something in front of the server sends clients to a sign-in page for browsers.',
    cause:
      'App Service Authentication, oauth2-proxy, Cloudflare Access or the like asks for a cookie that only a browser has.',
    fix: 'Exempt the MCP path and /.well-known/ from it, and let the server answer 401 itself.',
  },
  diagnose: (symptoms) => {
    const exchange = redirectOf(symptoms);
    const login = exchange?.location === undefined ? undefined : loginAt(exchange.location);
    if (exchange?.location === undefined || login === undefined) return [];
    const { setting } = login;
    const where = setting?.startsWith('--header')
      ? 'client'
      : setting?.startsWith('az ')
        ? 'shell'
        : 'server';
    return [
      found(
        `${login.name.charAt(0).toUpperCase()}${login.name.slice(1)} stands in front of the server and sends clients to a page for browsers.`,
        `${exchange.method} without a token was answered ${exchange.status} with a redirect to ${quote(exchange.location)}${frontOf(exchange).told}. MCP clients need 401 with a Bearer challenge (RFC 9728 §5.1); they have neither cookies nor a screen.`,
        login.fix,
        {
          paste: setting === undefined ? [] : [{ where, text: setting }],
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
