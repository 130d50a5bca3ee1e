import type { Io } from '../io.ts';
import { type Asker, Cancelled } from './asker.ts';

/** Asks with @clack/prompts, on stderr; undefined where nobody sits at a terminal. */
export async function terminalAsker(io: Io): Promise<Asker | undefined> {
  if (!io.personPresent || process.stdin.isTTY !== true) return undefined;
  const clack = await import('@clack/prompts');
  const common = { output: process.stderr, signal: io.signal };
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (clack.isCancel(answer)) throw new Cancelled('cancelled');
    return answer as Exclude<T, symbol>;
  };
  return {
    begin: (title) => clack.intro(title, common),
    say: (text) => clack.log.step(text, common),
    warn: (text) => clack.log.warn(text, common),
    text: async ({ message, example, initial, wrong }) =>
      answered(
        await clack.text({
          ...common,
          message,
          ...(example === undefined ? {} : { placeholder: example }),
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (value) => wrong?.((value ?? '').trim()),
        }),
      ).trim(),
    yes: async ({ message, initial }) =>
      answered(await clack.confirm({ ...common, message, initialValue: initial })),
    one: async ({ message, choices, initial }) =>
      answered(
        await clack.select<string>({ ...common, message, options: [...choices], initialValue: initial }),
      ),
    some: async ({ message, choices, initial }) =>
      answered(
        await clack.multiselect<string>({
          ...common,
          message,
          options: choices,
          initialValues: initial,
          required: true,
        }),
      ),
    end: (text) => clack.outro(text, common),
  };
}
