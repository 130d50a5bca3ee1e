import { demandedClaimCheck } from '../demanded.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const audienceAsExpected = demandedClaimCheck({
  id: 'token/audience-as-expected',
  title: 'is reached with a token whose audience is the expected one',
  spec: [...TOKEN_HANDLING, 'RFC 8707 §2'],
  passes:
    '`aud` holds at least one of the audiences named with --expect-aud, else one that the provider may write for --audience.',
  fails: 'It holds none of them, or the token cannot be read although something was demanded: fail.',
  fix: 'Ask for a token for this API: correct --audience, the scopes or `resource`, and the audience that the authorization server is set to write. Entra ID version 2 tokens carry the client id of the API, version 1 tokens its App ID URI.',
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
