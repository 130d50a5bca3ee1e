import type { Scene } from '../../fixtures/scene.ts';
import { createSchemaValidator } from '../client/index.ts';
import { createNetwork } from '../http/index.ts';
import { run } from '../run.ts';
import type { Vault } from '../secret.ts';
import type { Report, Target } from '../types.ts';
import { VERSION } from '../version.ts';
import { attackTokens, demoTarget } from './demo-target.ts';
import { scriptedPerson } from './scripted-person.ts';
import { type VerifyOptions, verifyJob } from './verify-job.ts';

export interface DemoOptions {
  readonly vault: Vault;
  readonly signal?: AbortSignal;
  readonly onResult?: VerifyOptions['onResult'];
  /** Changes the target before it is verified. */
  readonly adjust?: (target: Target) => Target;
}

/** Verifies a world with everything that its settings name, as its client would. */
export async function verifyScene(scene: Scene, options: DemoOptions): Promise<Report> {
  const { vault, signal, onResult, adjust = (target) => target } = options;
  const { settings } = scene;
  const now = (): number => Date.now() + (settings.clockAheadMs ?? 0);
  const stop = signal === undefined ? {} : { signal };
  const network = createNetwork({
    vault,
    ca: settings.trustsCa === false ? [] : scene.ca,
    hostMap: scene.hostMap,
    ...(settings.proxy === undefined ? {} : { proxy: settings.proxy }),
    environment: {},
    ...stop,
  });
  const schemas = createSchemaValidator();
  try {
    const job = verifyJob(
      [adjust(demoTarget(settings, vault))],
      { network, schemas, person: scriptedPerson(scene), now, ...stop },
      {
        checks: 'all',
        skip: '',
        strict: false,
        concurrency: 1,
        attackTokens: await attackTokens(scene, vault),
        // Everything is on this machine, and ends with the demo.
        allows: { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 },
        ...(onResult === undefined ? {} : { onResult }),
      },
    );
    return await run(job, { version: VERSION, now, ...stop });
  } finally {
    await schemas.close();
    await network.close();
  }
}
