import { unprotectedCheck } from '../unprotected.ts';

export const rejectsPingWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-ping-without-token',
  title: 'rejects a ping without a token',
  passes: 'A ping in the shape of the handshake era, without a token, is answered 401.',
  fails:
    'An answer to the ping is a critical failure: one method goes round the gate, and others may. Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Take ping out of the list of methods that need no token; a health check for load balancers belongs at an address of its own.',
  only: 'legacy',
  methods: ['ping'],
  requests: () => [{ sent: 'a ping without a token', request: { rpc: { method: 'ping' } } }],
});
