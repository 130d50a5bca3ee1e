/** What an exit code means and whether another try may help. */
export interface Exit {
  readonly exit: number;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}

export const EXITS: readonly Exit[] = [
  { exit: 0, title: 'ok', cause: 'Everything asked for was done and passed.', fix: 'Nothing.' },
  {
    exit: 1,
    title: 'checks_failed',
    cause: 'The tool did its work; at least one check failed or was blocked.',
    fix: 'Read the root cause in the report. Another try changes nothing.',
  },
  {
    exit: 2,
    title: 'usage',
    cause: 'Flags, configuration or a missing secret; nothing was sent.',
    fix: 'Read the message; --help has examples.',
  },
  {
    exit: 3,
    title: 'auth',
    cause: 'The authorization server or the endpoint refused.',
    fix: 'mcp-authcheck explain CODE with the code in the message.',
  },
  {
    exit: 4,
    title: 'unreachable',
    cause: 'DNS, TCP, TLS, a time-out or a rate limit.',
    fix: 'Check network, proxy and certificate authority; another try may help.',
  },
  {
    exit: 5,
    title: 'tool_error',
    cause: 'A call came back as an error, or there is no such tool.',
    fix: 'mcp-authcheck tools TARGET lists them.',
  },
  {
    exit: 6,
    title: 'protocol',
    cause: 'An answer is malformed or over a limit.',
    fix: 'Look at the exchange with --trace; the server must change.',
  },
  {
    exit: 7,
    title: 'refused',
    cause:
      'The tool stopped before sending a credential: issuer not pinned, a redirect, plain http or a private address.',
    fix: 'Pin the issuer with --tenant or --issuer, and check the URLs.',
  },
  {
    exit: 8,
    title: 'needs_person',
    cause: 'A browser or device step is needed and not allowed here.',
    fix: 'mcp-authcheck login where there is a browser.',
  },
  {
    exit: 9,
    title: 'incomplete',
    cause: 'A deadline, a lost shard or a report that could not be written; partial results exist.',
    fix: 'Run it again.',
  },
  {
    exit: 70,
    title: 'internal',
    cause: 'A bug of mcp-authcheck.',
    fix: 'Report it with the command you ran.',
  },
  {
    exit: 130,
    title: 'SIGINT',
    cause: 'Interrupted from the keyboard, after clean-up.',
    fix: 'Run it again.',
  },
  { exit: 143, title: 'SIGTERM', cause: 'Terminated, after clean-up.', fix: 'Run it again.' },
];
