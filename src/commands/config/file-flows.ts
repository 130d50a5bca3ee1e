import { UsageError } from '../../errors.ts';
import type { FlowRequest, TokenExpectation } from '../../types.ts';
import { clientMetadataUrl } from './client-metadata-url.ts';
import type { FlowConfig } from './config-schema.ts';
import type { Path } from './document.ts';
import { readFileCredentials } from './file-credentials.ts';
import type { Inputs } from './inputs.ts';
import { FLOWS, LIBRARIES } from './names.ts';
import { checkNeeds } from './needs.ts';
import type { SecretReader } from './secret-source.ts';
import type { InForce } from './target-entry.ts';
import { oneOf, portNumber } from './values.ts';

export interface FileFlow {
  readonly request: FlowRequest;
  /** Where a key of the flow stands, or the flow itself; undefined for one that only a flag names. */
  readonly at: ((...path: Path) => string) | undefined;
}

/**
 * The flows of a file target, or those of them that `--flow` names; `--flow none` is always there. Only
 * what is chosen has its credential read.
 * @throws UsageError with file, line and path.
 */
export async function fileFlows(
  { settings, at, folderOf }: InForce,
  inputs: Inputs,
  entra: boolean,
): Promise<readonly FileFlow[]> {
  const configured = settings.flows ?? [{ flow: 'none' }];
  const chosen = inputs.flags.flow;
  for (const name of chosen ?? []) {
    oneOf(name, FLOWS, 'usage.flow_unknown', '--flow');
    if (name === 'none' || configured.some((flow) => flow.flow === name)) continue;
    throw new UsageError('usage.flow_not_in_target', `--flow ${name}: this target has no such flow.`, {
      hint: `It has: ${configured.map((flow) => flow.flow).join(', ')}. Add it in the file.`,
    });
  }
  const reader: SecretReader = { inputs, base: folderOf('flows'), entra };
  const flows: FileFlow[] = [];
  for (const [index, flow] of configured.entries()) {
    if (chosen !== undefined && !chosen.includes(flow.flow)) continue;
    const here = (...path: Path): string => at('flows', index, ...path);
    const request = await fileFlow(flow, reader, here);
    const earlier = flows.map((before) => before.request);
    checkNeeds(request, `${here()} (${flow.flow})`, FILE_HINTS, { entra, earlier });
    flows.push({ request, at: here });
  }
  const open = chosen?.includes('none') === true && !flows.some(({ request }) => request.flow === 'none');
  return open ? [...flows, { request: { flow: 'none' }, at: undefined }] : flows;
}

const FILE_HINTS = {
  clientId: 'Add clientId to this flow.',
  credential:
    'Add clientSecret, certificate, privateKey, assertion, federated or managedIdentity, for instance clientSecret: { env: CLIENT_SECRET }.',
  token: 'Add token: { env: NAME } to this flow.',
  assertion: 'Add assertion: { file: PATH }, assertion: { env: NAME } or federated: github to this flow.',
};

async function fileFlow(
  flow: FlowConfig,
  reader: SecretReader,
  at: (...path: Path) => string,
): Promise<FlowRequest> {
  oneOf(flow.flow, FLOWS, 'config.flow_unknown', at('flow'));
  const { flags } = reader.inputs;
  const port = flags.port === undefined ? flow.port : portNumber(flags.port, '--port');
  const expect = expectationOf(flow);
  return {
    flow: flow.flow,
    ...(flow.clientId === undefined ? {} : { clientId: flow.clientId }),
    ...(flow.clientMetadataUrl === undefined
      ? {}
      : { clientMetadataUrl: clientMetadataUrl(flow.clientMetadataUrl, at('clientMetadataUrl')) }),
    ...(await readFileCredentials(flow, reader, at)),
    ...(flow.dpop === true ? { dpop: true } : {}),
    ...(flow.scopes === undefined ? {} : { scopes: flow.scopes }),
    ...(flow.library === undefined
      ? {}
      : { library: oneOf(flow.library, LIBRARIES, 'usage.library_unknown', at('library')) }),
    ...(port === undefined ? {} : { port }),
    ...(expect === undefined ? {} : { expect }),
  };
}

function expectationOf(flow: FlowConfig): TokenExpectation | undefined {
  const { aud, iss, scp, roles } = flow.expect ?? {};
  if (flow.expect === undefined) return undefined;
  return {
    ...(aud === undefined ? {} : { aud: [aud].flat() }),
    ...(iss === undefined ? {} : { iss }),
    ...(scp === undefined ? {} : { scp }),
    ...(roles === undefined ? {} : { roles }),
  };
}
