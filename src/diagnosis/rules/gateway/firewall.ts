import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, sentenceCase } from '../../look.ts';
import { atEndpoint, COMPARE, frontOf, isPage } from './seen.ts';

export const firewall: KnownRule = {
  code: 'gateway/firewall',
  leg: 'network',
  explains: ['discovery/*', 'session/*', 'server/*', 'endpoint/refuses-in-the-wrong-way', 'interop/*'],
  about: {
    title: 'A web application firewall blocks requests to the endpoint.',
    cause: 'A 403 page came where an MCP server answers in JSON: the request never reached it.',
    fix: 'Except the MCP path from the rule that blocks it, or allow the address of the client.',
  },
  diagnose: (symptoms) => {
    const asked = atEndpoint(symptoms).filter(({ status }) => status !== null);
    const blocked = asked.filter((one) => one.status === 403 && isPage(one));
    const [first] = blocked;
    if (first === undefined || asked.some((one) => one.status === 200 && isPage(one))) return [];
    const front = frontOf(first);
    const all = blocked.length === asked.length;
    return [
      found(
        all
          ? `${sentenceCase(front.name)} blocks every request to the endpoint with a web page (403): the MCP server was never asked.`
          : `${sentenceCase(front.name)} blocks some requests to the endpoint with a web page (403) and lets others through.`,
        `${all ? 'Every request, with and without a token,' : `${blocked.length} of ${asked.length} requests`} got 403 with ${first.contentType}${front.told}; MCP servers refuse with 401 or 403 and a challenge, never with a page.${all ? '' : ` The first was exchange ${first.n}.`}`,
        all
          ? 'Allow the address of this machine, or the host name, at the firewall; CI runners change their addresses. Programs without a browser must get past bot checks.'
          : 'Except the MCP path from the rules that look into bodies: tool calls look like attacks to them. The id of the blocking rule is in the log of the firewall.',
        {
          confidence: 'likely',
          look:
            front.product?.id === 'cloudflare'
              ? 'Cloudflare > Security > Events (or Analytics), for the time of this run and the path of the endpoint.'
              : front.product?.id === 'appgateway'
                ? 'Application Gateway > Logs: ApplicationGatewayFirewallLog, column ruleId_s, for the time of this run.'
                : 'The log of the firewall, for the time of this run and the path of the endpoint.',
          alternatives: all
            ? [
                'An address or country list, a bot check, or a virtual host that is not published.',
                "The server's own web framework refuses, for instance for want of a CSRF token (Django, Rails).",
              ]
            : [
                'A limit on requests of this client, or a rule for certain methods or headers.',
                "The server's own web framework refuses with its own page.",
              ],
          decide: COMPARE,
          results: failedIds(symptoms, ({ group }) => BEHIND.has(group)),
        },
      ),
    ];
  },
};

const BEHIND: ReadonlySet<string> = new Set([
  'road',
  'discovery',
  'endpoint',
  'coverage',
  'server',
  'token',
  'interop',
]);
