import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addTargetOptions } from '../../src/commands/target-options.ts';
import { flows } from '../../src/flows/index.ts';
import { profiles } from '../../src/profiles/index.ts';

const described = (flag: string) =>
  addTargetOptions(new Command()).options.find(({ long }) => long === flag)?.description;

describe('the help of a flag that takes a name', () => {
  it('names the flows that there are, in their order, and no others', () => {
    expect(described('--flow')).toBe(flows.map(({ name }) => name).join(', '));
  });

  it('names the providers that there are', () => {
    for (const { name } of profiles) expect(described('--provider')).toContain(name);
  });
});
