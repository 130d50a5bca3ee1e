import type { FlowRequest } from '../../../types.ts';
import { failedIds } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** What fails besides when the token of this flow is not the one that is needed. */
export function explainedBy(symptoms: Symptoms, { flow }: FlowRequest): readonly string[] {
  return failedIds(symptoms, (result) => result.flow === flow && FOLLOWS.test(result.id));
}

const FOLLOWS =
  /^(?:road\/(?:session|call)|token\/(?:audience|issuer|scopes|roles)-as-expected|token\/(?:signature-verifies|not-expired|issuer-is-the-server)|endpoint\/accepts-valid-token|server\/answers-expected-results|interop\/entra-compatible)$/;
