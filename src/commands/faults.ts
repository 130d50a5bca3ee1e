import type { Fault } from '../../fixtures/faults/fault.ts';
import { faults } from '../../fixtures/faults/index.ts';
import { UsageError } from '../errors.ts';
import { closest } from '../text/nearest.ts';

/** @throws UsageError `usage.unknown_fault` that names the ones there are. */
export function faultNamed(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  const near = closest(
    name,
    faults.map((fault) => fault.name),
  );
  throw new UsageError('usage.unknown_fault', `There is no fault named ${name}.`, {
    hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}All of them: mcp-authcheck demo --list-faults`,
  });
}

/** @throws UsageError `usage.fault_not_served` for one that breaks more than servers, which only `demo` can show. */
export function servedFault(name: string): Fault {
  const fault = faultNamed(name);
  const { scene, front } = fault;
  if (scene === undefined && front === undefined) return fault;
  throw new UsageError(
    'usage.fault_not_served',
    `The fault ${name} cannot be served: it has a world of its own.`,
    {
      hint: `mcp-authcheck demo --fault ${name}`,
    },
  );
}
