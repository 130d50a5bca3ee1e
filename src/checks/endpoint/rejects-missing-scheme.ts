import { oddHeaderCheck } from '../odd-header.ts';

export const rejectsMissingScheme = oddHeaderCheck({
  id: 'endpoint/rejects-missing-scheme',
  title: 'rejects an `Authorization` header that has no scheme',
  spec: ['RFC 6750 §3.1', 'RFC 9110 §11.6.2'],
  headers: [{ sent: 'an Authorization header without a scheme ("mcp-authcheck")', value: 'mcp-authcheck' }],
  alsoRight: [400],
  passes:
    'The header `Authorization: mcp-authcheck` is sent, a word without a scheme before it. 401 and, because the header is malformed, 400 are right.',
  fails:
    'Accepting it is critical. Another refusal fails, too: 500, for instance, where the header is split and the second half is missing.',
  fix: 'Read the header as scheme, space and token, and answer 401 (or 400 with `error="invalid_request"`) when it is not made so.',
});
