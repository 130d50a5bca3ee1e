import { quote } from '../token/index.ts';
import type { Challenge } from '../types.ts';

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const START = String.raw`^[ \t]*`;
const END = String.raw`[ \t]*(?:,|$)`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;

const emptyItem = new RegExp(`${START}(?:,|$)`);
/** `realm="x"`, up to and with the comma behind it. */
const parameter = new RegExp(`${START}(${TOKEN})[ \\t]*=[ \\t]*(?:${QUOTED}|${TOKEN})${END}`);
/** `Bearer` before a parameter, or alone. */
const scheme = new RegExp(`${START}(${TOKEN})(?:[ \\t]+(?=${TOKEN}[ \\t]*=[ \\t]*["!-~])|${END})`);
/** `Negotiate YWJj==` */
const schemeWithToken68 = new RegExp(`${START}(${TOKEN})[ \\t]+[A-Za-z0-9._~+/-]+=*${END}`);

/**
 * What is wrong with a `WWW-Authenticate` line as far as bearer tokens go (RFC 9110 §11.6.1 and RFC 6750 §3), in
 * plain words; nothing when it is well formed or holds no Bearer challenge.
 */
export function challengeProblems(line: string): readonly string[] {
  const challenges: { readonly scheme: string; readonly parameters: string[] }[] = [];
  let rest = line;
  while (rest.trim() !== '') {
    const item =
      emptyItem.exec(rest) ?? schemeWithToken68.exec(rest) ?? parameter.exec(rest) ?? scheme.exec(rest);
    if (item === null) return [...bearerProblems(challenges), `it cannot be read from ${quote(rest, 60)} on`];
    const [whole, name = ''] = item;
    if (name !== '' && parameter.test(whole)) {
      const current = challenges.at(-1);
      if (current === undefined) return [`the parameter ${quote(name, 40)} stands before any scheme`];
      current.parameters.push(name.toLowerCase());
    } else if (name !== '') challenges.push({ scheme: name.toLowerCase(), parameters: [] });
    rest = rest.slice(whole.length);
  }
  return bearerProblems(challenges);
}

function bearerProblems(
  challenges: readonly { readonly scheme: string; readonly parameters: readonly string[] }[],
): readonly string[] {
  return challenges
    .filter((challenge) => challenge.scheme === 'bearer')
    .flatMap(({ parameters }) => {
      if (parameters.length === 0) return ['the Bearer challenge has no parameter'];
      const twice = parameters.filter((name, index) => parameters.indexOf(name) !== index);
      return [...new Set(twice)].map(
        (name) => `the parameter ${quote(name, 40)} stands there more than once`,
      );
    });
}

/**
 * Parameters of Bearer and DPoP challenges with characters that their syntax leaves out, quotation mark and backslash
 * first of all, in plain words (RFC 6750 §3). Such a challenge can be read, but not by every client.
 */
export function challengeBlemishes(challenges: readonly Challenge[]): readonly string[] {
  return challenges
    .filter(({ scheme }) => ['bearer', 'dpop'].includes(scheme.toLowerCase()))
    .flatMap(({ parameters }) =>
      Object.entries(CHARACTERS).flatMap(([name, allowed]) => {
        const value = parameters[name];
        return value === undefined || allowed.test(value)
          ? []
          : [`${name}=${quote(value, 80)} has characters that RFC 6750 §3 does not allow there`];
      }),
    );
}

const CHARACTERS: Readonly<Record<string, RegExp>> = {
  error: /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/,
  error_description: /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/,
  error_uri: /^[\x21\x23-\x5b\x5d-\x7e]*$/,
};
