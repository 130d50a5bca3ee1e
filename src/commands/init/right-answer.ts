import { AuthcheckError } from '../../errors.ts';

/** For an answer that must not be empty. */
export function something(answer: string): string | undefined {
  return answer === '' ? 'Something is needed here.' : undefined;
}

/** What a rule of the configuration says against an answer, with the step that mends it. */
export function refusal(rule: (answer: string) => unknown): (answer: string) => string | undefined {
  return (answer) => {
    if (answer === '') return something(answer);
    try {
      rule(answer);
      return undefined;
    } catch (error) {
      if (error instanceof AuthcheckError) return [error.message, error.hint].filter(Boolean).join(' ');
      throw error;
    }
  };
}
