import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { failedThere, halves, letIn, NO_TOKEN } from '../../refusals.ts';

export const openDoor: KnownRule = {
  code: 'endpoint/open-door',
  leg: 'check',
  checks: [NO_TOKEN],
  about: {
    title: 'The endpoint lets requests in without a token.',
    cause: 'Token validation does not stand in front of the endpoint, or not in every era of the protocol.',
    fix: 'Validate the token before anything else, in every shape of request.',
  },
  diagnose: (symptoms) => {
    const through = letIn(symptoms, [NO_TOKEN], []);
    const [first] = through;
    if (first === undefined) return [];
    const parts = halves(symptoms, through);
    const results = failedThere(symptoms, through);
    if (parts === undefined) {
      return [
        found(
          'The endpoint lets requests in without a token.',
          `${first.message} Whatever else is checked about tokens, nobody needs one.`,
          'Put token validation in front of every route of the endpoint, in every shape of request (with the initialize handshake and without, as in 2026-07-28), and deploy again.',
          { results },
        ),
      ];
    }
    return [
      found(
        `The endpoint lets requests of revision ${parts.wrong} in without a token; only those of ${parts.right} need one.`,
        first.message,
        `Validate the token before the server tells the eras apart: what stands in front of ${parts.right} must stand in front of ${parts.wrong}, too.`,
        { results },
      ),
    ];
  },
};
