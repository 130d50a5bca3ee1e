import { TokenError } from '../errors.ts';
import type { FlowContext } from './flow.ts';

/**
 * Ends a flow that needs somebody where nobody is.
 * @throws TokenError `person.not_allowed`
 */
export function needsPerson(context: FlowContext): void {
  if (context.person.present) return;
  throw new TokenError(
    'person.not_allowed',
    `The flow ${context.request.flow} needs a person, and none is here.`,
    {
      target: context.target.name,
      phase: 'authorization',
      hint: 'Run mcp-authcheck login at a terminal first, or use client_credentials.',
    },
  );
}
