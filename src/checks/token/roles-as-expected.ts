import { demandedClaimCheck } from '../demanded.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rolesAsExpected = demandedClaimCheck({
  id: 'token/roles-as-expected',
  title: 'is reached with a token that holds the expected roles or permissions',
  spec: TOKEN_HANDLING,
  enable: 'name roles with --expect-role',
  demand: ({ flow }) => {
    const { roles = [] } = flow?.request.expect ?? {};
    return { expected: { roles }, accepted: {} };
  },
});
