import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found } from '../../look.ts';
import { COMPARE, frontOf, setting } from './seen.ts';
import { leaveCompressionAlone } from './settings.ts';

export const wrongCompression: KnownRule = {
  code: 'gateway/wrong-compression',
  leg: 'network',
  explains: ['network/broken-answer', 'session/*', 'server/*'],
  about: {
    title: 'Answers are marked as compressed and are not.',
    cause: 'A gateway unpacks or packs answers and forgets to correct Content-Encoding.',
    fix: 'Leave compression to one place, or turn it off for the MCP path.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'http.encoding');
    if (error === undefined) return [];
    const broken = symptoms.exchanges.find((exchange) => exchange.error === 'http.encoding');
    const front = frontOf(broken);
    const who = front.product === undefined ? 'something on the way, or the server,' : `${front.name}`;
    return [
      found(
        `An answer says that it is compressed and is not: ${who} most likely packs or unpacks answers without correcting the header.`,
        `${error.message}${front.told} Its Content-Encoding header and its bytes contradict each other.`,
        'Turn compression off for the MCP path in the gateway, or let only one of server and gateway do it.',
        {
          confidence: 'likely',
          ...setting(front, leaveCompressionAlone),
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
