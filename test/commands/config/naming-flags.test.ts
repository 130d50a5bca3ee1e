import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addTargetOptions } from '../../../src/commands/target-options.ts';
import { load, refusal } from './given.ts';
import { yaml } from './in-folder.ts';

const options = addTargetOptions(new Command()).options;
const FILE = 'targets: { calculator: { url: https://a.example/mcp } }';

/** Where the file lies, how the endpoint is reached, which flows are walked, and what no file may say. */
const BESIDE_A_FILE = [
  'config',
  'browser',
  'ca',
  'proxy',
  'trace',
  'flow',
  'header',
  'protocol',
  'timeout',
  'port',
  'elicit',
  'allowedOrigin',
];

describe('with a target of the file', () => {
  const naming = options
    .map((option) => option.attributeName())
    .filter((name, index, all) => !BESIDE_A_FILE.includes(name) && all.indexOf(name) === index);

  it.each(naming)('the flag for %s says what a target is and is refused', async (name) => {
    const error = await refusal({ ...(await yaml(FILE)), flags: { [name]: 'x' } });
    expect(error.code).toBe('usage.flag_with_file_target');
  });

  it('an origin may be allowed, which the file itself may not', async () => {
    const flags = { allowedOrigin: ['https://keys.example.com/'] };
    const { targets } = await load({ ...(await yaml(FILE)), flags });
    expect(targets[0]?.allowedOrigins).toEqual(['https://keys.example.com']);
  });
});
