import { demandedClaimCheck } from '../demanded.ts';

export const scopesAsExpected = demandedClaimCheck({
  id: 'token/scopes-as-expected',
  title: 'is reached with a token that holds the expected scopes',
  spec: ['MCP 2026-07-28 authorization, Scope Selection'],
  enable: 'name scopes with --expect-scope',
  demand: ({ flow }) => {
    const { scp = [] } = flow?.request.expect ?? {};
    return { expected: { scp }, accepted: {} };
  },
});
