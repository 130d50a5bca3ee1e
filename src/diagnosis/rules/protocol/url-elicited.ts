import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';

const FIX =
  'Look at the host of the URL before you open it yourself. If the tool works only after that visit, do it once in an ordinary MCP client, and run again.';

/** Pages that are named; each session may ask for dozens. */
const MOST = 5;

export const urlElicited: KnownRule = {
  code: 'session/url-elicited',
  leg: 'session',
  about: {
    title: 'The server asked the person to visit a URL.',
    cause: 'A tool wants something that must not pass through the client, for instance a sign-in elsewhere.',
    fix: FIX,
  },
  diagnose: ({ evidence }) => {
    const asked = evidence.flows.flatMap(({ sessions }) => sessions.flatMap((one) => one.elicitations));
    const pages = new Map(asked.flatMap((one) => (one.mode === 'url' ? [[one.url, one]] : [])));
    return [...pages.values()]
      .slice(0, MOST)
      .map(({ message, url, answer }) =>
        found(
          `The server asked the person to visit ${quote(url ?? 'a URL that it does not name')}, which was never opened.`,
          `It says ${quote(message)}, and was answered "${answer}".`,
          FIX,
          { severity: 'note' },
        ),
      );
  },
};
