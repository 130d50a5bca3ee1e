import type { Level } from '../types.ts';
import type { Explanation, Section } from './explain.ts';
import { rules } from './index.ts';

/** What the registry of checks, which this room does not know, says of a check. */
export interface ExplainedCheck {
  readonly id: string;
  /** The predicate of a sentence about the server. */
  readonly title: string;
  readonly level: Level;
  readonly spec: readonly string[];
  readonly per: 'target' | 'era' | 'flow';
  readonly only?: 'legacy' | 'modern';
  readonly everyShape?: true;
  readonly revisions?: { readonly since?: string; readonly until?: string };
  readonly needsToken?: true;
  readonly needs?: readonly string[];
  readonly part?: 'control' | 'negative';
  readonly passes?: string;
  readonly fails?: string;
  readonly cannotKnow?: string;
  readonly fix?: string;
}

/** A check as it is explained and documented: what passes, what fails and why, what mends it. */
export function explainCheck(check: ExplainedCheck): Explanation {
  const { id, title, level, spec, fix } = check;
  const causes = rules.filter(({ checks = [] }) => checks.includes(id));
  const look = `Run mcp-authcheck verify TARGET --checks ${id}: the report shows what was sent and what came back.`;
  return {
    code: id,
    kind: 'check',
    title: `The server ${title}.`,
    cause: `${level}: ${CONSEQUENCES[level]}`,
    more: sectionsOf(check, causes),
    fix: fix ?? ([...new Set(causes.map(({ about }) => about.fix))].join(' Or: ') || look),
    source: spec.join('; '),
  };
}

type Cause = (typeof rules)[number];

function sectionsOf(check: ExplainedCheck, causes: readonly Cause[]): readonly Section[] {
  const { passes, fails, cannotKnow } = check;
  const needs = needsOf(check);
  return [
    { label: 'runs', text: runsOf(check) },
    ...(needs.length === 0 ? [] : [{ label: 'needs', text: needs.join(', ') }]),
    ...(passes === undefined ? [] : [{ label: 'passes', text: passes }]),
    ...(fails === undefined ? [] : [{ label: 'fails', text: fails }]),
    ...(cannotKnow === undefined ? [] : [{ label: 'unknown', text: cannotKnow }]),
    ...causes.map(({ code, about }) => ({ label: 'cause', text: `${about.cause} (${code})` })),
  ];
}

function needsOf({ needsToken, needs = [] }: ExplainedCheck): readonly string[] {
  return [...new Set([...(needsToken === true ? ['token'] : []), ...needs])];
}

function runsOf({ per, only, everyShape, revisions = {}, part }: ExplainedCheck): string {
  const { since, until } = revisions;
  const era = only === undefined ? 'in each era that the endpoint speaks' : ERAS[only];
  const shape = everyShape === true ? ', also in the shape of an era that it does not speak' : '';
  const where = {
    target: 'once per target',
    era: `${era}${shape}`,
    flow: 'for each flow that brought a token',
  };
  return [
    where[per],
    ...(since === undefined ? [] : [`since revision ${since}`]),
    ...(until === undefined ? [] : [`up to revision ${until}`]),
    ...(part === undefined ? [] : [PARTS[part]]),
  ].join('; ');
}

const ERAS = {
  legacy: 'in the handshake era (up to 2025-11-25)',
  modern: 'in the stateless era (2026-07-28)',
} as const;

const PARTS = {
  control: 'the positive control: before and after the negative checks of its era',
  negative: 'negative: a pass counts only while endpoint/accepts-valid-token holds',
} as const;

const CONSEQUENCES: Readonly<Record<Level, string>> = {
  MUST: 'a server that does not do so fails.',
  SHOULD: 'a server that does not do so gets a warning, and fails with --strict.',
  MAY: 'a server that does not do so is noted.',
  INFO: 'for information only.',
};
