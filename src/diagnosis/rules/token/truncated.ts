import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { gravity } from './gravity.ts';
import { isCutOff } from './opaque.ts';

export const truncated: KnownRule = {
  code: 'token/truncated',
  leg: 'token',
  explains: ['session/token-refused'],
  about: {
    title: 'The token was cut off.',
    cause: 'A variable, a field or a terminal took only the beginning of it.',
    fix: 'Copy it whole; a file or a pipe does not cut.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap((flow) => {
      const { request, token } = flow;
      const severity = gravity(flow);
      if (token === undefined || severity === undefined) return [];
      const half = token.format === 'jwt' && token.claims === null;
      if (!half && !isCutOff(token.remarks)) return [];
      return [
        found(
          'The token was cut off: its end is missing.',
          `A JWT has three parts, header.claims.signature; ${half ? 'the claims of this one cannot be read' : 'this one has two'}. Terminals and input fields cut long lines, often at 512, 1024 or 4096 characters.`,
          'Hand it over in a file or through a pipe (--token-file, or stdin) in place of copying it.',
          { results: explainedBy(symptoms, request) },
        ),
      ];
    }),
};
