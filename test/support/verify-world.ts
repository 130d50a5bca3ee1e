import { startWorld, type World, type WorldOptions } from '../../fixtures/world.ts';
import { verifyScene } from '../../src/commands/demo-verify.ts';
import { createVault } from '../../src/http/index.ts';
import type { Report, Target } from '../../src/types.ts';

/** Starts a world and verifies it in this process, as `demo` does. The caller closes. */
export async function verifyWorld(
  options: WorldOptions,
  adjust?: (target: Target) => Target,
): Promise<{ readonly report: Report; readonly close: World['close'] }> {
  const world = await startWorld(options);
  const adjusted = adjust === undefined ? {} : { adjust };
  return { report: await verifyScene(world, { vault: createVault(), ...adjusted }), close: world.close };
}
