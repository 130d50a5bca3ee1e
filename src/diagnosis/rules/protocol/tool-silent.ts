import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { ANSWERS } from './tool-calls.ts';

export const toolSilent: KnownRule = {
  code: 'session/tool-silent',
  leg: 'session',
  explains: ['network/timeout', 'session/wrong-result'],
  about: {
    title: 'The server does not answer calls of a tool in time.',
    cause:
      'It let the token in and listed its tools; the tool then hangs, or takes longer than is waited for.',
    fix: "Look into the tool's own dependencies, or wait longer with --timeout.",
  },
  diagnose: (symptoms) => {
    const { flows, target } = symptoms.evidence;
    const silent = flows
      .flatMap((flow) => flow.sessions)
      .filter(({ error, tools }) => error?.code.startsWith('timeout.') === true && tools.length > 0)
      .flatMap(({ calls }) => calls.filter(({ verdict, result }) => verdict === 'fail' && result === null));
    const [first] = silent;
    if (first === undefined) return [];
    const wait = target.timeoutMs / 1000;
    return [
      found(
        `The server does not answer a call of ${quote(first.tool)} within ${wait} s.`,
        `The same session was let in with its token and listed its tools; then the call got no answer. OAuth is not the trouble.`,
        `Look at what ${quote(first.tool)} waits for (a database, another service, a lock). If it may take long, give it time: --timeout SECONDS.`,
        {
          paste: [{ where: 'client', text: `--timeout ${Math.ceil(wait * 4)}` }],
          results: failedIds(symptoms, ({ id }) => ANSWERS.has(id) || id === 'road/session'),
        },
      ),
    ];
  },
};
