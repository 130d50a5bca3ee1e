import { escapeRemote } from '../reporters/index.ts';
import { hang, paintWith } from '../reporters/paint.ts';
import type { Result } from '../types.ts';
import type { OutputStyle } from './io.ts';

/** How the token fits the endpoint, one question a line, in words that need no list of checks. */
export function fitLines(endpoint: string, results: readonly Result[], style: OutputStyle): string {
  const paint = paintWith(style);
  const lines = [
    paint.colour('bold', `For ${escapeRemote(endpoint, 300)} (the token was not sent anywhere):`),
    ...results.flatMap(({ id, verdict, message }) =>
      hang(
        `  ${paint.mark(verdict)} ${(NAMES[id] ?? id).padEnd(9)}  `,
        escapeRemote(message, 600),
        paint.width,
      ),
    ),
  ];
  return `${lines.join('\n')}\n\n`;
}

const NAMES: Readonly<Record<string, string>> = {
  'token/audience-as-expected': 'audience',
  'token/issuer-is-the-server': 'issuer',
  'token/signature-verifies': 'signature',
  'token/not-expired': 'time',
  'token/scopes-as-expected': 'rights',
  'token/roles-as-expected': 'rights',
};
