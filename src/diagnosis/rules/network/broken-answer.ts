import type { KnownRule } from '../../known-rule.ts';
import { found, sentenceCase } from '../../look.ts';
import { curl, explainedBy, said, type Trouble, troubleOf } from './way.ts';

export const brokenAnswer: KnownRule = {
  code: 'network/broken-answer',
  leg: 'network',
  about: {
    title: 'An answer is no sound HTTP, or larger than any limit.',
    cause:
      'Something else than a web server listens there, a proxy cuts answers short, or the server floods.',
    fix: 'Ask the URL with curl -v, from here and from the server itself, and compare.',
  },
  diagnose: (symptoms) => {
    const trouble = troubleOf(symptoms, 'http', 'limit');
    if (trouble === undefined) return [];
    return [
      found(summary(trouble), said(trouble), fix(trouble), {
        paste: [{ where: 'shell', text: curl(trouble.url) }],
        decide: 'The same request next to the server: whether its answer is whole there.',
        results: explainedBy(symptoms, trouble),
      }),
    ];
  },
};

function summary({ error, whose }: Trouble): string {
  const answer = `An answer of ${whose}`;
  if (error.code.startsWith('limit.')) return `${answer} is over a limit.`;
  if (error.code === 'http.truncated') return `${answer} was cut off before its end.`;
  if (error.code === 'http.framing') return `${answer} contradicts itself about its length.`;
  return `${answer} is no sound HTTP.`;
}

function fix({ error, whose }: Trouble): string {
  const compare = 'Ask the URL with curl -v, from here and from the server itself, and compare.';
  if (error.code.startsWith('limit.'))
    return `${sentenceCase(whose)} sends more than any client should take: look at what it sends, and whether the URL is right. ${compare}`;
  return `Somebody between here and the server changes or cuts answers, or the server itself ends early: its log and the gateway's name which. ${compare}`;
}
