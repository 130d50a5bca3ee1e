import type { KnownRule } from '../../known-rule.ts';
import { quote, readFlows } from '../../look.ts';
import { letIn, notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-id-token'];

/** Where these get in, too, nobody looks at the audience, or at anything. */
const WIDER = [
  'endpoint/rejects-wrong-audience',
  'endpoint/rejects-missing-audience',
  'endpoint/rejects-tampered-signature',
];

export const idTokenTaken: KnownRule = {
  code: 'endpoint/id-token-taken',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes ID tokens.',
    cause: "The client's id is among the audiences that it accepts.",
    fix: "Accept the API's own audience alone.",
  },
  diagnose: (symptoms) => {
    if (letIn(symptoms, WIDER).length > 0) return [];
    return notChecked(symptoms, CHECKS, () => {
      const flows = readFlows(symptoms);
      const client = flows.find(({ token }) => token.appOnly === false)?.request.clientId;
      const shared = flows.some(({ token }) => client !== undefined && token.aud.includes(client));
      return {
        summary: 'The endpoint takes ID tokens: what tells a client who signed in opens it as well.',
        cause: `The ID token has aud ${quote(client ?? 'the client')}, the client's own id, and neither scopes nor roles; the server accepts that audience.${shared ? ' Client and API are one registration here.' : ''}`,
        fix: shared
          ? 'Give the API a registration of its own, or demand scp or roles of every token.'
          : `Take ${client ?? "the client's id"} out of the audiences that the server accepts, and demand scp or roles of every token.`,
      };
    });
  },
};
