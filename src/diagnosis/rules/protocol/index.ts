import type { KnownRule } from '../../known-rule.ts';
import { brokenSession } from './broken-session.ts';
import { revisionNotSpoken } from './revision-not-spoken.ts';
import { toolFailed } from './tool-failed.ts';
import { toolMissing } from './tool-missing.ts';
import { toolSilent } from './tool-silent.ts';
import { toolsDropped } from './tools-dropped.ts';
import { urlElicited } from './url-elicited.ts';
import { wrongResult } from './wrong-result.ts';

/** Sessions, tools and results. The more telling ones first. */
export const protocolRules: readonly KnownRule[] = [
  revisionNotSpoken,
  brokenSession,
  toolMissing,
  toolSilent,
  toolFailed,
  wrongResult,
  toolsDropped,
  urlElicited,
];
