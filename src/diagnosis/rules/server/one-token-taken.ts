import type { KnownRule } from '../../known-rule.ts';
import { found, quote, type ReadFlow, readFlows } from '../../look.ts';
import { explainedBy } from '../token/explained-by.ts';
import { programOf } from '../token/known-clients.ts';
import { disbelieved, forbidden, saidBy } from './refused.ts';

/** One token is let in and another is not: what the server looks at is among what tells them apart. */
export const oneTokenTaken: KnownRule = {
  code: 'session/one-token-taken-another-refused',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The endpoint takes one token and refuses another of the same issuer for the same audience.',
    cause: 'It looks at something in which they differ: the client, scopes or roles, the kind of caller.',
    fix: 'Compare the two tokens with what the server demands.',
  },
  diagnose: (symptoms) => {
    const [taken] = readFlows(symptoms).filter(({ accepted }) => accepted);
    if (taken === undefined) return [];
    const refused = [...disbelieved(symptoms), ...forbidden(symptoms)].filter(
      ({ accepted, why, token }) =>
        !accepted &&
        why === undefined &&
        token.iss === taken.token.iss &&
        token.aud.some((aud) => taken.token.aud.includes(aud)),
    );
    return refused.flatMap((flow) => {
      const differences = differencesOf(flow, taken);
      const [first, ...others] = differences;
      if (first === undefined) return [];
      return [
        found(
          `The endpoint takes the token of ${taken.request.flow} and refuses that of ${flow.request.flow}.`,
          `${saidBy(flow)} Issuer and audience are the same; they differ in ${differences.map(({ fact }) => fact).join('; ')}. ${first.reason}`,
          first.fix,
          {
            confidence: 'possible',
            alternatives: others.map(({ reason }) => reason),
            decide:
              "The line in the server's log at the time of the refusal. Let it answer 403 with insufficient_scope and the scope that is missing, where it is one.",
            results: explainedBy(symptoms, flow.request),
          },
        ),
      ];
    });
  },
};

interface Difference {
  readonly fact: string;
  readonly reason: string;
  readonly fix: string;
}

/** In what they differ, the likelier first; facts have the refused one's value first. */
function differencesOf(one: ReadFlow, other: ReadFlow): readonly Difference[] {
  const differences: Difference[] = [];
  if (one.token.clientId !== other.token.clientId) {
    const program = programOf(one.token.clientId);
    differences.push({
      fact: `the client: ${quote(one.token.clientId)}${program === undefined ? '' : ` (${program})`} is refused, ${quote(other.token.clientId)} taken`,
      reason: 'Most often such a server has a list of allowed clients (azp, appid).',
      fix: `Add the client ${one.token.clientId ?? ''} to the list of allowed clients of the server, if it has one.`,
    });
  }
  if (one.token.appOnly !== other.token.appOnly || one.token.scp.join() !== other.token.scp.join()) {
    differences.push({
      fact: `rights: ${rights(one)} is refused, ${rights(other)} taken`,
      reason: `It may look at ${one.token.roles.length === 0 ? 'roles' : 'scp'} alone.`,
      fix: 'Let the server take a permission from scp (a person) or from roles (a machine).',
    });
  }
  if (one.token.version !== other.token.version) {
    differences.push({
      fact: `version: ${quote(one.token.version)} is refused, ${quote(other.token.version)} taken`,
      reason: 'It may demand one version of the tokens.',
      fix: 'Set api.requestedAccessTokenVersion to 2 in the manifest of the API.',
    });
  }
  return differences;
}

function rights({ token }: ReadFlow): string {
  const held = [
    ...(token.scp.length === 0 ? [] : [`scp ${quote(token.scp.join(' '))}`]),
    ...(token.roles.length === 0 ? [] : [`roles ${quote(token.roles.join(' '))}`]),
  ];
  return held.length === 0 ? 'neither' : held.join(' with ');
}
