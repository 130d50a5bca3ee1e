import { demandedClaimCheck } from '../demanded.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const audienceAsExpected = demandedClaimCheck({
  id: 'token/audience-as-expected',
  title: 'is reached with a token whose audience is the expected one',
  spec: [...TOKEN_HANDLING, 'RFC 8707 §2'],
  enable: 'name it with --expect-aud or --audience',
  demand: ({ evidence: { target, profile }, flow }) => {
    const { aud } = flow?.request.expect ?? {};
    return {
      expected: aud === undefined ? {} : { aud },
      accepted: {
        audiences: target.audience === undefined ? [] : profile.acceptedAudiences(target.audience),
      },
    };
  },
});
