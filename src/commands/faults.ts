import type { Fault } from '../../fixtures/faults/fault.ts';
import { faults } from '../../fixtures/faults/index.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError `usage.unknown_fault` that names the ones there are. */
export function faultNamed(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  throw new UsageError('usage.unknown_fault', `There is no fault named ${name}.`, {
    hint: `One of: ${faults.map((fault) => fault.name).join(', ')}`,
  });
}
