import { correctBoundary } from './boundary.ts';
import { correctChallenge, correctScope } from './challenge.ts';
import { correctEras } from './eras.ts';
import { correctGate } from './gate.ts';
import { correctMetadata } from './metadata.ts';
import type { ResourceContext, ResourceParts } from './parts.ts';
import { correctToken } from './token.ts';
import { correctTools } from './tools.ts';

/** The resource server as it should be. */
export function correctResource(context: ResourceContext): ResourceParts {
  return {
    ...correctMetadata(context),
    ...correctBoundary(context),
    ...correctGate(context),
    ...correctToken(context),
    ...correctChallenge(context),
    ...correctScope(),
    ...correctEras(),
    ...correctTools(context),
    authorizedHeaders: () => ({ 'cache-control': 'no-store' }),
    answer: (_request, answer) => answer,
  };
}
