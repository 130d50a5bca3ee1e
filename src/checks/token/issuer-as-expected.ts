import { demandedClaimCheck } from '../demanded.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const issuerAsExpected = demandedClaimCheck({
  id: 'token/issuer-as-expected',
  title: 'is reached with a token whose issuer is the expected one',
  spec: TOKEN_HANDLING,
  passes: '`iss` is what --expect-iss names, else one that the provider may write for the issuer in use.',
  fails: 'It is another or missing: fail.',
  fix: 'Get the token from the issuer that the server trusts: correct --issuer or --tenant, or the public base URL of the authorization server.',
  enable: 'name it with --expect-iss or pin an issuer',
  demand: ({ evidence: { profile, discovery }, flow }) => {
    const { iss } = flow?.request.expect ?? {};
    const issuer = discovery?.issuer ?? null;
    return {
      expected: iss === undefined ? {} : { iss },
      accepted: { issuers: issuer === null ? [] : profile.acceptedIssuers(issuer) },
    };
  },
});
