// What a script of k6 imports, for Node: requests are sent one after the other, each by a process of its own,
// because k6 waits for them without await. tally() says what happened.
import { execFileSync } from 'node:child_process';

const seen = { checks: {}, requests: [], slept: 0, aborted: null };
export const tally = () => seen;

export function check(value, tests) {
  const results = Object.entries(tests).map(([name, test]) => [name, Boolean(test(value))]);
  for (const [name, passed] of results) {
    if (name.includes('::')) throw new Error(`k6 refuses the name ${name}`);
    seen.checks[name] = passed && seen.checks[name] !== false;
  }
  return results.every(([, passed]) => passed);
}

export function sleep(seconds) {
  seen.slept += seconds;
}

const SEND = `
const { method, url, headers, body } = JSON.parse(process.argv[1]);
const response = await fetch(url, { method, headers, redirect: 'manual', ...(body === null ? {} : { body }) });
const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
process.stdout.write(JSON.stringify(answer));
`;

function request(method, url, body, { headers, redirects, tags }) {
  if (redirects !== 0) throw new Error('redirects would be followed');
  const names = Object.keys(headers).filter((name) => name !== 'Authorization');
  seen.requests.push({ method, url, ...tags, names });
  const input = JSON.stringify({ method, url, headers, body });
  const {
    status,
    headers: found,
    body: text,
  } = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', SEND, input], {
      timeout: 10_000,
    }).toString(),
  );
  // As Go spells them.
  const spelled = Object.entries(found).map(([name, value]) => [
    name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    value,
  ]);
  return { status, headers: Object.fromEntries(spelled), body: text };
}

class Aborted extends Error {}

export default {
  post: (url, body, options) => request('POST', url, body, options),
  del: (url, body, options) => request('DELETE', url, body, options),
  expectedStatuses: (...statuses) => statuses,
  setResponseCallback: () => undefined,
  b64encode: (text) => Buffer.from(text, 'utf8').toString('base64'),
  test: {
    abort: (message) => {
      seen.aborted = message;
      throw new Aborted(message);
    },
  },
};
