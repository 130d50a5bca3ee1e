import { oddHeaderCheck } from '../odd-header.ts';

export const rejectsOtherScheme = oddHeaderCheck({
  id: 'endpoint/rejects-other-scheme',
  title: 'rejects credentials of another scheme than Bearer',
  spec: ['RFC 6750 §2.1', 'RFC 9110 §11.6.2'],
  headers: [
    {
      sent: 'a Basic credential of nobody',
      value: `Basic ${Buffer.from('mcp-authcheck:nobody').toString('base64')}`,
      inShell: 'Basic $(printf mcp-authcheck:nobody | base64)',
    },
  ],
  alsoRight: [],
  passes: 'Made-up `Basic` credentials are sent in place of a bearer token. They have to be answered 401.',
  fails: 'Accepting them is critical. Another refusal than 401 fails, too.',
  cannotKnow: 'Whether the server takes real credentials of another scheme besides.',
  fix: 'Treat every scheme but `Bearer` as if no token had come: 401 with a `Bearer` challenge.',
});
