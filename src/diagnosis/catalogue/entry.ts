/** What is known of one of Entra ID's error numbers. */
export interface Entry {
  readonly code: number;
  /** One line: what it means. */
  readonly title: string;
  readonly cause: string;
  /** What to do, in the portal's words. `{clientId}`, `{tenant}`, `{audience}` are filled with the run's own. */
  readonly fix: string;
  /** Where it is seen: answers of the token endpoint, the sign-in page or its redirect, or both. */
  readonly where: 'token' | 'authorize' | 'both';
  /**
   * How well it is known: `recorded` from real answers, `reported` by users in part, `documented` by Microsoft
   * without status, `unverified` otherwise.
   */
  readonly confidence: 'recorded' | 'reported' | 'documented' | 'unverified';
}
