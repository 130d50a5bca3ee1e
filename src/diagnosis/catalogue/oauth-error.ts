/** What an OAuth `error` value means, whichever provider says it. */
export interface OAuthError {
  readonly error: string;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  readonly source: string;
}
