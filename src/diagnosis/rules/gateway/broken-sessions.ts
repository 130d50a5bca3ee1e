import type { ErrorObject } from '../../../errors.ts';
import type { Exchange } from '../../../types.ts';
import type { Symptoms } from '../../rule.ts';
import { numbered } from './seen.ts';

/** A conversation of the handshake revisions that was opened, and then refused with a status. */
export interface BrokenSession {
  readonly opened: Exchange;
  readonly refused: Exchange;
  readonly error: ErrorObject;
}

export function brokenSessions(symptoms: Symptoms, status: number): readonly BrokenSession[] {
  return symptoms.evidence.flows
    .flatMap(({ sessions }) => sessions)
    .flatMap(({ era, error, exchanges }) => {
      if (era !== 'legacy' || error === null) return [];
      const posts = numbered(symptoms, exchanges).filter(({ method }) => method === 'POST');
      const opened = posts.find((one) => one.status === 200);
      const refused = posts.find((one) => opened !== undefined && one.n > opened.n && one.status === status);
      return opened === undefined || refused === undefined ? [] : [{ opened, refused, error }];
    });
}
