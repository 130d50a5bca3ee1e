import { against, times } from '../against.ts';
import type { Answer, Deployment } from '../deployment.ts';
import type { Row } from '../row.ts';

/** What an authorization server may write where it says why it refuses; the judge looks for what came through. */
const WORDS: Readonly<Record<string, (all: Deployment) => string>> = {
  escapes: () => '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b31m \u0008\u0008\u0000',
  'html-and-xml': () => '<script>alert(1)</script> ]]> "\'><img src=x onerror=alert(1)>',
  'github-commands': () => 'x\n::add-mask::y\r\n::error file=a,line=1::z\n::stop-commands::t',
  'azure-commands': () => 'x\n##vso[task.setvariable variable=a]b\r##[error]c',
  'direction-marks': () => '\u202e\u2066admin\u2069\u200b\ufeff\u2028\u2029\ud800',
  long: () => 'A'.repeat(100_000),
  'long-lines': () => 'line\n'.repeat(20_000),
  secret: ({ secrets }) => `The secret ${secrets.client} is wrong.`,
  'secret-in-hex': ({ secrets }) => Buffer.from(secrets.client).toString('hex'),
  'secret-in-base64': ({ secrets }) => Buffer.from(`client-of-this-row:${secrets.client}`).toString('base64'),
  'secret-at-the-cut': ({ secrets }) => `${'A'.repeat(590)}${secrets.client}`,
  'secret-with-marks': ({ secrets }) => secrets.client.split('').join('\u200b'),
};

const NAMES = ['', 'x'.repeat(5_000), 'invalid_client\n::error::x', '__proto__', 'constructor', 'toString'];

/** Refusals in the words of OAuth, and servers that have no time. */
export const refusalRows: readonly Row[] = [
  ...Object.entries(WORDS).map(([name, words]) =>
    against({
      id: `refusal-${name}`,
      does: `refuses with ${name.replaceAll('-', ' ')} in error_description`,
      twist: {
        token: (_honest, _asked, all) => ({
          status: 400,
          body: { error: 'invalid_client', error_description: words(all), error_uri: words(all) },
        }),
      },
      exit: 3,
      code: 'oauth.invalid_client',
      also: ({ secrets }, { stdout, stderr }) => {
        if ((stdout + stderr).length > 20_000) throw new Error('the refusal was not cut');
        if ((stdout + stderr).includes(secrets.client.slice(0, 12)))
          throw new Error('half a secret was shown');
      },
    }),
  ),
  ...NAMES.map((name, index) =>
    against({
      id: `refusal-name-${index + 1}`,
      does: `refuses with the error ${JSON.stringify(name.slice(0, 30))}`,
      twist: { token: () => ({ status: 400, body: { error: name, error_description: 'No.' } }) },
      exit: 3,
      says: /"code":"oauth\.\w+"/u,
      also: (_all, { stderr }) => {
        if (/native code|\[object|function /u.test(stderr))
          throw new Error(`what was shown is of our own: ${stderr}`);
      },
    }),
  ),
  ...busy(),
];

function busy(): readonly Row[] {
  const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();
  const rows: readonly [string, number, () => string | undefined, number][] = [
    ['1-second', 429, () => '1', 3],
    ['100000-seconds', 429, () => '100000', 1],
    ['1e15-seconds', 503, () => '999999999999999', 1],
    ['date', 503, () => soon(1), 3],
    ['far-date', 429, () => soon(86_400), 1],
    ['past-date', 429, () => 'Wed, 21 Oct 2015 07:28:00 GMT', 3],
    ['negative', 503, () => '-5', 3],
    ['text', 429, () => 'later', 3],
    ['missing', 429, () => undefined, 3],
  ];
  return rows.map(([name, status, after, asked]) =>
    against({
      id: `busy-${name}`,
      does: `answers ${status} for ever, with Retry-After: ${name.replaceAll('-', ' ')}`,
      twist: { token: () => busyAnswer(status, after()) },
      exit: 4,
      code: 'rate_limited',
      also: times('/token', asked),
    }),
  );
}

function busyAnswer(status: number, after: string | undefined): Answer {
  const body = { error: 'temporarily_unavailable' };
  return after === undefined ? { status, body } : { status, headers: { 'retry-after': after }, body };
}
