import { UsageError } from '../../errors.ts';
import type { ProbeCall, ProbeSettings, Target } from '../../types.ts';
import type { TargetConfig } from './config-schema.ts';
import type { TargetFlags } from './inputs.ts';
import { quoted } from './text.ts';

type Configured = NonNullable<TargetConfig['probes']>;

/**
 * What checks may use: from the file, and from `--public-method` and `--other-api`, which add to it.
 * @throws UsageError `usage.public_method`
 */
export function probesOf(configured: Configured | undefined, flags: TargetFlags): Pick<Target, 'probes'> {
  const { scopedTool, handle, inputTool, otherApi = flags.otherApi, publicMethods = [] } = configured ?? {};
  const methods = [...publicMethods, ...(flags.publicMethod ?? []).map(methodName)];
  const probes: ProbeSettings = {
    ...(scopedTool === undefined
      ? {}
      : {
          scopedTool: {
            ...callOf(scopedTool),
            needs: scopedTool.needs,
            ...(scopedTool.broader === undefined ? {} : { broader: scopedTool.broader }),
          },
        }),
    ...(handle === undefined ? {} : { handle: { create: callOf(handle.create), use: callOf(handle.use) } }),
    ...(inputTool === undefined ? {} : { inputTool: callOf(inputTool) }),
    ...(otherApi === undefined ? {} : { otherApi }),
    ...(methods.length === 0 ? {} : { publicMethods: methods }),
  };
  return Object.keys(probes).length === 0 ? {} : { probes };
}

function callOf({ tool, arguments: given = {} }: NonNullable<Configured['inputTool']>): ProbeCall {
  return { tool, arguments: given };
}

function methodName(text: string): string {
  if (/^[a-z]+(?:\/[A-Za-z_]+)*$/.test(text)) return text;
  throw new UsageError('usage.public_method', `--public-method: no JSON-RPC method: ${quoted(text)}.`, {
    hint: 'For instance --public-method server/discover.',
  });
}
