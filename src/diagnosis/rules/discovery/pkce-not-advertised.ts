import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quoteAll } from '../../look.ts';
import { serverDocument } from './server-metadata.ts';

const CHECK = 'discovery/server-advertises-s256';

/** Nothing is said where the provider is known to do PKCE and never to say so (Entra ID). */
export const pkceNotAdvertised: KnownRule = {
  code: 'discovery/pkce-not-advertised',
  leg: 'target',
  checks: [CHECK],
  explains: ['network/stopped-for-safety'],
  about: {
    title: 'The authorization server does not say that it does PKCE, so clients refuse to go on.',
    cause: 'code_challenge_methods_supported is missing or lacks S256.',
    fix: 'Turn PKCE on and publish code_challenge_methods_supported with S256.',
  },
  diagnose: (symptoms) => {
    const document = serverDocument(symptoms);
    if (document === undefined || symptoms.evidence.profile.pkceUnadvertised) return [];
    const methods = document.code_challenge_methods_supported;
    const failed = failedIds(symptoms, ({ id }) => id === CHECK);
    const stopped = errorOf(symptoms, 'pkce');
    if (methods?.includes('S256') === true || (failed.length === 0 && stopped === undefined)) return [];
    return [
      found(
        'The authorization server does not say that it does PKCE, so clients refuse to go on.',
        `code_challenge_methods_supported of ${document.issuer ?? 'the issuer'} is ${methods === undefined ? 'missing' : quoteAll(methods)}; S256 has to be among them (MCP authorization, OAuth 2.1 §4.1.1).`,
        'Turn PKCE on at the authorization server, and let its metadata say:',
        {
          results: [...failed, ...(stopped === undefined ? [] : failedSteps(symptoms))],
          paste: [{ where: 'server', text: '"code_challenge_methods_supported": ["S256"]' }],
          look: 'Whether it checks the code verifier all the same: the results authorization-endpoint/verifies-the-code-verifier and token-endpoint of verify.',
        },
      ),
    ];
  },
};
