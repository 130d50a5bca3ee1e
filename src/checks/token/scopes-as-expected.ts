import { demandedClaimCheck } from '../demanded.ts';

export const scopesAsExpected = demandedClaimCheck({
  id: 'token/scopes-as-expected',
  title: 'is reached with a token that holds the expected scopes',
  spec: ['MCP 2026-07-28 authorization, Scope Selection'],
  passes: 'Every scope named with --expect-scope is in `scp` or `scope` of the token.',
  fails: 'One of them is missing: fail.',
  fix: 'Grant the scope to the client and have the person consent to it; ask for it with --scope. Entra ID: API permissions > Delegated permissions of the client.',
  enable: 'name scopes with --expect-scope',
  demand: ({ flow }) => {
    const { scp = [] } = flow?.request.expect ?? {};
    return { expected: { scp }, accepted: {} };
  },
});
