import { afterEach } from 'vitest';
import { folder, type Given } from './given.ts';

const disposals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

/** What is given when these files lie in the working directory; they are removed after the test. */
export async function inFolder(
  files: Readonly<Record<string, string | Buffer>>,
  given: Given = {},
): Promise<Given> {
  const { path, dispose } = await folder(files);
  disposals.push(dispose);
  return { cwd: path, targets: [], ...given };
}

export const yaml = (text: string, given?: Given) => inFolder({ 'mcp-authcheck.yaml': text }, given);
