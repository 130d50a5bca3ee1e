import { MASK } from '../../secret.ts';
import { type Annotated, type AnnotatedMap, annotated } from './annotated.ts';
import { type Path, placeIn } from './document.ts';
import type { Inputs } from './inputs.ts';
import { pinnedIssuer, profileOf } from './pinned-issuer.ts';
import { overridden, whatFlagsAdd } from './print-flags.ts';
import { looksSecret } from './refuse-untrusted.ts';
import { printedReference, variableState } from './secret-state.ts';
import { secretsOf } from './secrets-of.ts';
import { type InForce, inForce, type TargetEntry } from './target-entry.ts';

/** Everything that holds for a target of the file, each value with its file and line, variable or flag. */
export async function printedFileTarget(entry: TargetEntry, inputs: Inputs): Promise<AnnotatedMap> {
  const here = inForce(entry);
  const { settings } = here;
  const secrets = new Set(secretsOf(settings, undefined).map(({ path }) => JSON.stringify(path)));
  const entries: [string, Annotated][] = [];
  const replaced = overridden(inputs.flags);
  const { url, ...rest } = settings;
  for (const [key, value] of Object.entries({ url, ...rest })) {
    if (key === 'flows' || replaced.has(key)) continue;
    entries.push([key, await shown(value, [key], { here, inputs, secrets })]);
  }
  const flows = await Promise.all(
    (settings.flows ?? []).flatMap((flow, index) =>
      inputs.flags.flow === undefined || inputs.flags.flow.includes(flow.flow)
        ? [flowOf(flow, index, { here, inputs, secrets })]
        : [],
    ),
  );
  const none = settings.flows === undefined ? 'default' : '--flow';
  const open = settings.flows === undefined || inputs.flags.flow?.includes('none') === true;
  const items = open && flows.length === 0 ? [annotated({ flow: 'none' }, none)] : flows;
  return whatFlagsAdd(
    { entries: [...entries, ...derived(entry.name, here), ['flows', { items }]] },
    inputs,
    replaced,
  );
}

interface Surroundings {
  readonly here: InForce;
  readonly inputs: Inputs;
  /** Paths of references to secrets, as JSON. */
  readonly secrets: ReadonlySet<string>;
}

async function flowOf(flow: object, index: number, around: Surroundings): Promise<Annotated> {
  const { port } = around.inputs.flags;
  const { port: own, ...rest } = { port: undefined, ...flow };
  const entries: [string, Annotated][] = [];
  for (const [key, value] of Object.entries(rest)) {
    entries.push([key, await shown(value, ['flows', index, key], around)]);
  }
  if (port !== undefined) entries.push(['port', annotated(Number(port), '--port')]);
  else if (own !== undefined) entries.push(['port', await shown(own, ['flows', index, 'port'], around)]);
  return { entries };
}

async function shown(value: unknown, path: Path, around: Surroundings): Promise<Annotated> {
  const { here, inputs, secrets } = around;
  const key = String(path[0]);
  const from = () => placeOf(path, here);
  if (secrets.has(JSON.stringify(path))) {
    if (isReference(value)) return await printedReference(value, inputs, here.folderOf(key), from());
    const variable = typeof value === 'string' ? /^env:(.*)$/s.exec(value)?.[1]?.trim() : undefined;
    return annotated(
      value,
      variable === undefined ? from() : `${variableState(variable, inputs)}; ${from()}`,
    );
  }
  if (Array.isArray(value)) {
    return { items: await Promise.all(value.map((item, index) => shown(item, [...path, index], around))) };
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      async ([name, item]) => [name, await shown(item, [...path, name], around)] as const,
    );
    return { entries: await Promise.all(members) };
  }
  const variables = variablesIn(path, here);
  if (variables.length === 0) return annotated(value, from());
  const masked = variables.some(looksSecret) ? MASK : value;
  return annotated(masked, `${variables.join(' and ')} in the environment; ${from()}`);
}

function isReference(
  value: unknown,
): value is { readonly env: string } | { readonly file: string } | { readonly command: readonly string[] } {
  return (
    typeof value === 'object' && value !== null && ['env', 'file', 'command'].some((key) => key in value)
  );
}

/** "defaults, base.yaml:3" */
function placeOf(path: Path, { originOf }: InForce): string {
  const origin = originOf(String(path[0]));
  const place = placeIn(origin.source.document, [...origin.path, ...path]).replace(/:\d+$/, '');
  return origin.path[0] === 'defaults' ? `defaults, ${place}` : place;
}

/** The variables that the file has at this place. */
function variablesIn(path: Path, { originOf }: InForce): readonly string[] {
  const origin = originOf(String(path[0]));
  const raw = [...origin.path, ...path].reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    origin.source.document.value,
  );
  if (typeof raw !== 'string') return [];
  const names = [...raw.matchAll(/\$(\$?)\{([^}]*)(\}?)/g)].flatMap(([, escaped, name = '', closed]) =>
    escaped === '$' || closed === '' ? [] : [name],
  );
  return [...new Set(names)];
}

/** What nobody wrote and follows from the rest. */
function derived(name: string, { settings }: InForce): readonly (readonly [string, Annotated])[] {
  const { provider, tenant, issuer: named, authority } = settings;
  const whose = {
    name,
    ...(provider === undefined ? {} : { provider }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(named === undefined ? {} : { issuer: named }),
    ...(authority === undefined ? {} : { authority }),
  };
  const issuer = pinnedIssuer(whose);
  return [
    ...(settings.provider === undefined
      ? ([['provider', annotated(profileOf(whose).name, 'default: by tenant, issuer or authority')]] as const)
      : []),
    ...(settings.issuer === undefined && issuer !== undefined
      ? ([['issuer', annotated(issuer, 'default: of this tenant')]] as const)
      : []),
  ];
}
