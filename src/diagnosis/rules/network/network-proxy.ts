import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { explainedBy, troubleOf } from './way.ts';

export const networkProxy: KnownRule = {
  code: 'network/proxy',
  leg: 'network',
  about: {
    title: 'The proxy stands in the way.',
    cause: 'It cannot be reached, demands credentials, or refuses the host.',
    fix: 'Check --proxy, HTTPS_PROXY and NO_PROXY.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'proxy');
    if (trouble === undefined) return [];
    const { error, name, host, whose } = trouble;
    const [summary, fix] = wordsFor(error.code, `${whose} (${host})`, host);
    return [
      found(summary, error.message, fix, {
        paste: [
          {
            where: 'client',
            text:
              error.code === 'proxy.auth_required'
                ? 'HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT'
                : `NO_PROXY=${[...new Set([name, 'localhost', '127.0.0.1'])].join(',')}`,
          },
        ],
        look: 'A --proxy holds for every host, this machine too; HTTPS_PROXY leaves out what NO_PROXY names.',
        results: explainedBy(symptoms, trouble),
      }),
    ];
  },
};

function wordsFor(code: string, server: string, host: string): readonly [string, string] {
  if (code === 'proxy.auth_required') {
    return [
      'The proxy asks for a user name and password, so nothing got through.',
      'Put both into the URL of the proxy, in the environment and not on the command line; characters such as @ and : in a password are written percent-encoded.',
    ];
  }
  if (code === 'proxy.refused') {
    return [
      `The proxy does not let this client through to ${server}.`,
      `Have ${host} allowed at the proxy for the method CONNECT, or, if the host can be reached without it, exempt it with NO_PROXY.`,
    ];
  }
  return [
    `The proxy that is set cannot be reached, so ${server} was never asked.`,
    'Correct --proxy or HTTPS_PROXY. If the host can be reached without a proxy, leave --proxy out or exempt the host with NO_PROXY.',
  ];
}
