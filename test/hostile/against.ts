import { type Deployment, deploy, type Twist } from './deployment.ts';
import { type Kind, machine } from './kinds.ts';
import type { Attack, Outcome, Row } from './row.ts';

/** A row about a deployment with a twist: how it lies, who asks it, and how that must end. */
export interface Against extends Omit<Row, 'attack' | 'after'> {
  readonly twist: Twist;
  /** Who asks, and with what; a machine with its secret unless said otherwise. */
  readonly by?: Kind;
  /** Further arguments. */
  readonly flags?: readonly string[] | ((all: Deployment) => readonly string[]);
  /** What else must hold afterwards; throws what is wrong. */
  readonly also?: (all: Deployment, ended: Outcome) => void;
}

/** The row that starts this deployment and sends the program there. */
export function against({ twist, by = machine, flags = [], also, ...row }: Against): Row {
  let deployed: Deployment | undefined;
  return {
    // What hangs here hangs for ever, and machines are busy.
    withinMs: 20_000,
    ...row,
    attack: async (scene): Promise<Attack> => {
      deployed = await deploy(scene, twist);
      const { argv, env } = await by(scene, deployed);
      const further = typeof flags === 'function' ? flags(deployed) : flags;
      return { argv: [...argv, ...further], env };
    },
    after: (ended) => {
      if (deployed !== undefined) also?.(deployed, ended);
    },
  };
}

/** Requires that this path was asked so often. */
export function times(path: string, least: number, most = least): NonNullable<Against['also']> {
  return (all) => {
    const count = all.at(path).length;
    if (count >= least && count <= most) return;
    throw new Error(`${path} was asked ${count} times, and ${least} to ${most} were right`);
  };
}
