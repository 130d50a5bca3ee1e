import { unprotectedCheck } from '../unprotected.ts';

export const rejectsDiscoverWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-discover-without-token',
  title: 'rejects server/discover without a token',
  passes:
    'A server/discover without a token is answered 401. Where the configuration names it under probes.publicMethods it is not tried.',
  fails:
    'An answer that tells versions and capabilities is a critical failure: no method is exempt from authorization. Any other status than 401 fails as a refusal of the wrong kind.',
  cannotKnow: 'Whether an open server/discover was meant to be open: say so with probes.publicMethods.',
  fix: 'Ask for the token before server/discover is answered, or name it under probes.publicMethods in the configuration if strangers are meant to have the answer.',
  only: 'modern',
  methods: ['server/discover'],
  requests: () => [
    { sent: 'a server/discover without a token', request: { rpc: { method: 'server/discover' } } },
  ],
});
