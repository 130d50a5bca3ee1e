import { UsageError } from '../../errors.ts';
import { isGuid } from '../../text/guid.ts';

/**
 * The name of an environment variable, as given.
 * @throws UsageError `credential.not_a_variable_name` for anything else, a pasted secret above all; it is not repeated
 */
export function variableName(text: string, where: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(text) && !isGuid(text) && !looksPasted(text)) return text;
  throw new UsageError(
    'credential.not_a_variable_name',
    `${where}: expected the name of an environment variable.`,
    {
      hint: 'Give a name like CLIENT_SECRET, not the secret itself. What was given is not repeated here, and not written.',
    },
  );
}

/** Long, with small and capital letters and digits: no name, but what a name is for. */
function looksPasted(text: string): boolean {
  return text.length >= 20 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}
