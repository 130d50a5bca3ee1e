import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';

export const rateLimited: KnownRule = {
  code: 'network/rate-limited',
  leg: 'network',
  about: {
    title: 'A server limits how many requests it takes.',
    cause: 'It answered 429: this client, its address or its token has asked too often.',
    fix: 'Wait, then run it again; have the limit raised for acceptance tests.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'rate_limited');
    // A number of Entra ID's tells more: its own finding says so.
    if (error === undefined || error.provider?.aadsts !== undefined) return [];
    const limited = symptoms.exchanges.find(({ status }) => status === 429);
    const by = limited?.from === undefined ? '' : ` The answer says that it comes from ${limited.from}.`;
    const provider = error.code === 'rate_limited';
    return [
      found(
        provider
          ? 'The authorization server is asked too often and gives no token for now.'
          : 'The endpoint is asked too often and answers 429 in place of MCP.',
        `${error.message}${by} Nothing is said about the token or the server: they were not looked at.`,
        'Wait, then run it again; run fewer targets at once (--concurrency 1) and fewer checks (--checks). If a gateway sets the limit, have it raised for the address of the acceptance test.',
        {
          look: 'The header Retry-After of the answer says how long to wait.',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
