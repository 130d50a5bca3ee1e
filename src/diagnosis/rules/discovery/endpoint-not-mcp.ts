import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, quote } from '../../look.ts';

export const endpointNotMcp: KnownRule = {
  code: 'endpoint/not-mcp',
  leg: 'discovery',
  explains: ['endpoint/*'],
  about: {
    title: 'What answers does not speak MCP.',
    cause: 'A web page, another API or the older SSE transport answers.',
    fix: 'Give the URL of the Streamable HTTP endpoint.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'endpoint.not_mcp');
    if (error === undefined) return [];
    return [
      found(
        'What answers at this URL does not speak MCP.',
        `${error.message} Asked was ${quote(symptoms.evidence.target.url)}.`,
        error.hint ?? 'Give the URL of the Streamable HTTP endpoint; a web page or another API answers here.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
