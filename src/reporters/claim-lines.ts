import type { FlowReport, Result, Token } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint } from './paint.ts';
import { list } from './words.ts';

/** The claims that decide, one line each; where something else was needed, what. */
export function claimLines(
  flow: FlowReport,
  results: readonly Result[],
  indent: string,
  paint: Paint,
): readonly string[] {
  const { token } = flow;
  if (token === null || token.claims === null) return [];
  return CLAIMS.flatMap(({ name, check, values, always }) => {
    const needed = results.find(
      (result) => result.id === check && result.flow === flow.flow && result.verdict === 'fail',
    )?.expected;
    const got = values(token);
    if (needed === undefined && !(always(token) || (got.length > 0 && name !== 'iss'))) return [];
    const found = got.length === 0 ? 'none' : list(got);
    const wanted = needed === undefined ? '' : ` ${paint.dash} needed: ${list(needed)}`;
    return hang(`${indent}${paint.colour('dim', name.padEnd(5))}  `, `${found}${wanted}`, paint.width);
  });
}

interface Claim {
  readonly name: string;
  /** The check that compares it with what is expected. */
  readonly check: string;
  readonly values: (token: Token) => readonly string[];
  /** Worth a line even when it is empty. */
  readonly always: (token: Token) => boolean;
}

const CLAIMS: readonly Claim[] = [
  { name: 'aud', check: 'token/audience-as-expected', values: ({ aud }) => aud, always: () => true },
  {
    name: 'iss',
    check: 'token/issuer-as-expected',
    values: ({ iss }) => (iss === null ? [] : [escapeRemote(iss, 300)]),
    always: () => false,
  },
  {
    name: 'scp',
    check: 'token/scopes-as-expected',
    values: ({ scp }) => scp,
    always: ({ appOnly, roles }) => appOnly === false || (appOnly === null && roles.length === 0),
  },
  {
    name: 'roles',
    check: 'token/roles-as-expected',
    values: ({ roles }) => roles,
    always: ({ appOnly, scp }) => appOnly === true && scp.length === 0,
  },
];
