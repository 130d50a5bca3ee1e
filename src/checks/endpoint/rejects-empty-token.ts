import { oddHeaderCheck } from '../odd-header.ts';

export const rejectsEmptyToken = oddHeaderCheck({
  id: 'endpoint/rejects-empty-token',
  title: 'rejects the scheme Bearer without a token',
  spec: ['RFC 6750 §2.1', 'RFC 6750 §3.1'],
  headers: [
    { sent: '"Authorization: Bearer" without a token', value: 'Bearer' },
    { sent: '"Authorization: Bearer " with a space and no token', value: 'Bearer ' },
  ],
  alsoRight: [400],
  passes:
    'The header is sent as `Bearer` alone, and once more with a space behind it. 401 and, because the header is malformed, 400 are right.',
  fails: 'Accepting either is critical: an empty token passes for none needed. Another refusal fails, too.',
  fix: 'Check that there is a token behind the scheme before it is handed to the verifier, and answer 401 (or 400 with `error="invalid_request"`) when there is none.',
});
