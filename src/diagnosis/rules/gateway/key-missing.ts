import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';

/** Schemes with which gateways ask for a key of their own: Azure API Management, Kong, others. */
const KEY = /^\s*(AzureApiManagementKey|Key|ApiKey|API-Key)\b/i;

export const keyMissing: KnownRule = {
  code: 'gateway/key-missing',
  leg: 'discovery',
  explains: ['discovery/*', 'session/*', 'server/*', 'interop/*'],
  about: {
    title: 'A gateway in front of the server wants a key of its own.',
    cause: 'It refuses requests without its subscription or API key before the server sees them.',
    fix: 'Send the key with --header, or let the MCP path through without one.',
  },
  diagnose: (symptoms) => {
    const { discovery, target } = symptoms.evidence;
    const line = discovery?.answers
      .flatMap(({ wwwAuthenticate }) => wwwAuthenticate)
      .find((text) => KEY.test(text));
    if (line === undefined) return [];
    const isAzure = /^\s*AzureApiManagementKey/i.test(line);
    const header =
      /\bname="([\w-]{1,64})"/i.exec(line)?.[1] ?? (isAzure ? 'Ocp-Apim-Subscription-Key' : 'apikey');
    const variable = isAzure ? 'APIM_KEY' : 'GATEWAY_KEY';
    const sent = target.headers.some(([name]) => name.toLowerCase() === header.toLowerCase());
    const gateway = isAzure ? 'Azure API Management' : 'A gateway';
    return [
      found(
        sent
          ? `${gateway} in front of the server does not take the key in ${header}.`
          : `${gateway} in front of the server wants a key of its own, which was not sent.`,
        `Without a token came 401 with ${quote(line)}: that is not a Bearer challenge, and no token will do in its place.`,
        isAzure
          ? `Send the key with --header, from an environment variable. MCP clients send no such key: for them, turn off "Subscription required" (APIs > the API > Settings), and let the API pass the server's own 401 through.`
          : 'Send the key with --header, from an environment variable. MCP clients send no such key: for them, let the MCP path and its metadata through without one.',
        {
          paste: [{ where: 'client', text: `--header '${header}: env:${variable}'` }],
          results: failedIds(
            symptoms,
            ({ id }) =>
              id.startsWith('discovery/') || id === 'road/session' || id === 'endpoint/accepts-valid-token',
          ),
        },
      ),
    ];
  },
};
