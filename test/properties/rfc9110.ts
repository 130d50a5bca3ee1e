/** A challenge as RFC 9110 §11.6.1 has it. */
export interface Read {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly token68?: string;
}

/**
 * A parser of `WWW-Authenticate` written from the grammar alone, one function a rule, that takes what the grammar
 * allows and nothing else. undefined: the line is not of that grammar.
 *
 *     challenge  = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
 *     auth-param = token BWS "=" BWS ( token / quoted-string )
 */
export function readLine(line: string): readonly Read[] | undefined {
  const challenges: { scheme: string; parameters: [string, string][]; token68?: string }[] = [];
  let rest = line;
  const ows = (): void => {
    rest = rest.replace(/^[ \t]+/, '');
  };
  for (;;) {
    ows();
    if (rest.startsWith(',')) {
      rest = rest.slice(1);
      continue;
    }
    if (rest === '') break;
    const current = challenges.at(-1);
    const parameter = current === undefined ? undefined : authParam(rest);
    if (current !== undefined && parameter !== undefined && current.token68 === undefined) {
      current.parameters.push([parameter.name, parameter.value]);
      rest = parameter.rest;
    } else {
      const begun = challenge(rest);
      if (begun === undefined) return undefined;
      challenges.push(begun.challenge);
      rest = begun.rest;
    }
    ows();
    if (rest !== '' && !rest.startsWith(',')) return undefined;
  }
  return challenges.map(({ parameters, ...one }) => ({ ...one, parameters: firstOfEach(parameters) }));
}

function challenge(text: string) {
  const scheme = token(text);
  if (scheme === '') return undefined;
  const after = text.slice(scheme.length);
  const blanks = /^ +/.exec(after)?.[0] ?? '';
  if (blanks === '') {
    const bare = { scheme, parameters: [] as [string, string][] };
    return { challenge: bare, rest: after };
  }
  const body = after.slice(blanks.length);
  const parameter = authParam(body);
  if (parameter !== undefined)
    return {
      challenge: { scheme, parameters: [[parameter.name, parameter.value] as [string, string]] },
      rest: parameter.rest,
    };
  const [token68 = ''] = /^[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/.exec(body) ?? [];
  const parameters: [string, string][] = [];
  return token68 === ''
    ? { challenge: { scheme, parameters }, rest: body }
    : { challenge: { scheme, parameters, token68 }, rest: body.slice(token68.length) };
}

function authParam(text: string): { name: string; value: string; rest: string } | undefined {
  const name = token(text);
  const [equals] = /^[ \t]*=[ \t]*/.exec(text.slice(name.length)) ?? [];
  if (name === '' || equals === undefined) return undefined;
  const rest = text.slice(name.length + equals.length);
  if (rest.startsWith('"')) return quotedString(name, rest);
  const value = token(rest);
  return value === '' ? undefined : { name, value, rest: rest.slice(value.length) };
}

function quotedString(name: string, text: string): { name: string; value: string; rest: string } | undefined {
  let value = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { name, value, rest: text.slice(at + 1) };
    if (character === '\\') at += 1;
    value += text.charAt(at);
  }
  return undefined;
}

function token(text: string): string {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*/.exec(text)?.[0] ?? '';
}

function firstOfEach(parameters: readonly [string, string][]): Readonly<Record<string, string>> {
  const first = new Map<string, string>();
  for (const [name, value] of parameters)
    if (!first.has(name.toLowerCase())) first.set(name.toLowerCase(), value);
  return Object.fromEntries(first);
}
