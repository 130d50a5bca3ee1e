import { DOCUMENTED, type Entry } from './entry.ts';

const AGAIN = 'Try again after a while; a job should wait longer each time.';

/** Throttling and troubles of the service itself. */
export const service: readonly Entry[] = [
  {
    code: 90055,
    title: 'Too many requests.',
    cause: 'The tenant or the client is throttled.',
    fix: 'Wait, ask for fewer tokens, and keep those that are still good.',
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 50196,
    title: 'The same request came too often.',
    cause: 'A client asks for the same token in a loop instead of keeping it.',
    fix: 'Keep a token until it expires; have parallel jobs share one.',
    where: 'token',
    ...DOCUMENTED,
  },
  {
    code: 90033,
    title: 'The directory is not available.',
    cause: 'A part of the service is down or busy.',
    fix: AGAIN,
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 90006,
    title: 'The service is temporarily unavailable.',
    cause: 'A part of the service is down or busy.',
    fix: AGAIN,
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 90024,
    title: 'The service took too long.',
    cause: 'A transient trouble of the service.',
    fix: AGAIN,
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 50033,
    title: 'The service had a transient trouble.',
    cause: 'The fault is on its side.',
    fix: AGAIN,
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 90012,
    title: 'The request timed out inside the service.',
    cause: 'The fault is on its side.',
    fix: AGAIN,
    where: 'token',
    inferred: { error: 'temporarily_unavailable' },
    ...DOCUMENTED,
  },
  {
    code: 50000,
    title: 'The service could not issue the token.',
    cause: 'The fault is on its side.',
    fix: 'Try again; if it stays, open a support ticket with trace id and correlation id.',
    where: 'both',
    inferred: { error: 'server_error' },
    ...DOCUMENTED,
  },
];
