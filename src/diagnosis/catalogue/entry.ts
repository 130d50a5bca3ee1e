import type { Confidence } from './confidence.ts';

/** What is known of one of Entra ID's error numbers. */
export interface Entry {
  readonly code: number;
  /** One line: what it means. */
  readonly title: string;
  readonly cause: string;
  /** What to do, in the portal's words. `{clientId}`, `{tenant}`, `{audience}` are filled with the run's own. */
  readonly fix: string;
  /**
   * Where it is seen: answers of the token endpoint, the sign-in page or its redirect, both, the metadata
   * documents, or in all of these.
   */
  readonly where: 'token' | 'authorize' | 'both' | 'metadata' | 'everywhere';
  /** At sign-in it is a page in the browser: the client hears nothing. */
  readonly page?: true;
  /** The OAuth error that it comes with, where somebody has shown it. */
  readonly error?: string;
  /** HTTP status, where somebody has shown it. */
  readonly status?: number;
  readonly suberror?: string;
  /** What follows from its kind, and nobody has shown. */
  readonly inferred?: {
    readonly error?: string;
    readonly status?: number;
    readonly suberror?: string;
  };
  readonly confidence: Confidence;
  /** What kind of source tells it. */
  readonly source: string;
}

type Standing = Pick<Entry, 'confidence' | 'source'>;

/** Whole answers of the service are known. */
export const RECORDED: Standing = {
  confidence: 'recorded',
  source: 'published answers of the service: recordings, pasted bodies, probes',
};

/** Users quote its text or OAuth error. */
export const REPORTED: Standing = {
  confidence: 'reported',
  source: 'issue reports and support threads',
};

/** It stands in Microsoft's list. */
export const DOCUMENTED: Standing = {
  confidence: 'documented',
  source: "Microsoft's error code reference",
};

/** Its text is known from documentation and threads; Microsoft's list lacks it. */
export const QUOTED: Standing = {
  confidence: 'documented',
  source:
    "the service's text as documentation and support threads quote it; not in Microsoft's error code reference",
};

export const UNVERIFIED: Standing = {
  confidence: 'unverified',
  source: "single mentions; not in Microsoft's error code reference",
};

/** Answers of a family, for the members of it that nobody has shown. */
export const LIKE_CLIENT = { status: 401, error: 'invalid_client' } as const;
export const LIKE_GRANT = { status: 400, error: 'invalid_grant' } as const;
export const LIKE_REQUEST = { status: 400, error: 'invalid_request' } as const;
