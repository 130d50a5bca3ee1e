import type { KnownRule } from '../../known-rule.ts';
import { found, quote, sentenceCase } from '../../look.ts';
import { explainedBy, said, troubleOf } from './way.ts';

export const nameUnknown: KnownRule = {
  code: 'network/name-unknown',
  leg: 'network',
  about: {
    title: 'A host name is not known here.',
    cause:
      'It is misspelt, known inside another network only, or the DNS server of this machine does not answer.',
    fix: 'Correct the name, or connect to the network that knows it.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'dns');
    if (trouble === undefined) return [];
    const { name, whose } = trouble;
    const setting = whose === 'the authorization server' ? '--issuer or --authority' : 'MCP_URL';
    return [
      found(
        `${sentenceCase(whose)} cannot be found: the host name ${quote(name)} is not known here.`,
        said(trouble),
        `Correct the name in ${setting}; it is the host part of the URL. A name inside a company is known through its VPN or DNS server only: connect to it, or name its proxy with --proxy.`,
        {
          paste: [{ where: 'shell', text: `getent hosts ${name} || nslookup ${name}` }],
          alternatives: [
            'The name is right, and only another network knows it (VPN, private DNS zone, cluster).',
            'The DNS server of this machine does not answer at all.',
          ],
          decide: 'Look the name up on a machine on which the server is known to work.',
          results: explainedBy(symptoms, trouble),
        },
      ),
    ];
  },
};
