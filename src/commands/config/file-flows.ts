import { dirname } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { FlowRequest, TokenExpectation } from '../../types.ts';
import type { LoadedConfig } from './config-file.ts';
import type { FlowConfig, TargetConfig } from './config-schema.ts';
import { type CredentialReferences, readCredential } from './credential.ts';
import type { Path } from './document.ts';
import type { Inputs } from './inputs.ts';
import { FLOWS, LIBRARIES } from './names.ts';
import { checkNeeds } from './needs.ts';
import { oneOf, portNumber } from './values.ts';

/**
 * The flows of a file target, or those of them that `--flow` names; `--flow none` is always there. Only
 * what is chosen has its credential read.
 * @throws UsageError with file, line and path.
 */
export async function fileFlows(
  settings: TargetConfig,
  loaded: LoadedConfig,
  inputs: Inputs,
  at: (...path: Path) => string,
): Promise<readonly FlowRequest[]> {
  const configured = settings.flows ?? [{ flow: 'none' }];
  const chosen = inputs.flags.flow;
  for (const name of chosen ?? []) {
    oneOf(name, FLOWS, 'usage.flow_unknown', '--flow');
    if (name === 'none' || configured.some((flow) => flow.flow === name)) continue;
    throw new UsageError('usage.flow_not_in_target', `--flow ${name}: this target has no such flow.`, {
      hint: `It has: ${configured.map((flow) => flow.flow).join(', ')}. Add it in the file.`,
    });
  }
  const requests: FlowRequest[] = [];
  for (const [index, flow] of configured.entries()) {
    if (chosen !== undefined && !chosen.includes(flow.flow)) continue;
    requests.push(await fileFlow(flow, loaded, inputs, (...path) => at('flows', index, ...path)));
  }
  const open = chosen?.includes('none') === true && !requests.some((request) => request.flow === 'none');
  return open ? [...requests, { flow: 'none' }] : requests;
}

async function fileFlow(
  flow: FlowConfig,
  loaded: LoadedConfig,
  inputs: Inputs,
  at: (...path: Path) => string,
): Promise<FlowRequest> {
  oneOf(flow.flow, FLOWS, 'config.flow_unknown', at('flow'));
  const credential = await readCredential(referencesOf(flow, at), { inputs, base: dirname(loaded.path) });
  const port = inputs.flags.port === undefined ? flow.port : portNumber(inputs.flags.port, '--port');
  const expect = expectationOf(flow);
  const request: FlowRequest = {
    flow: flow.flow,
    ...(flow.clientId === undefined ? {} : { clientId: flow.clientId }),
    ...(credential === undefined ? {} : { credential }),
    ...(flow.scopes === undefined ? {} : { scopes: flow.scopes }),
    ...(flow.library === undefined
      ? {}
      : { library: oneOf(flow.library, LIBRARIES, 'usage.library_unknown', at('library')) }),
    ...(port === undefined ? {} : { port }),
    ...(expect === undefined ? {} : { expect }),
  };
  checkNeeds(request, `${at()} (${flow.flow})`, {
    clientId: 'Add clientId to this flow.',
    credential:
      'Add clientSecret, certificate, privateKey, assertion or managedIdentity, for instance clientSecret: { env: CLIENT_SECRET }.',
    token: 'Add token: { env: NAME } to this flow.',
  });
  return request;
}

function referencesOf(flow: FlowConfig, at: (...path: Path) => string): CredentialReferences {
  const { clientSecret, certificate, privateKey, keyId, assertion, managedIdentity, token } = flow;
  return {
    ...(clientSecret === undefined ? {} : { secret: { value: clientSecret, where: at('clientSecret') } }),
    ...(certificate === undefined ? {} : { certificate: { value: certificate, where: at('certificate') } }),
    ...(privateKey === undefined ? {} : { privateKey: { value: privateKey, where: at('privateKey') } }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(assertion === undefined ? {} : { assertion: { value: assertion, where: at('assertion') } }),
    ...(managedIdentity === undefined
      ? {}
      : { managedIdentity: { value: managedIdentity, where: at('managedIdentity') } }),
    ...(token === undefined ? {} : { token: { value: token, where: at('token') } }),
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
