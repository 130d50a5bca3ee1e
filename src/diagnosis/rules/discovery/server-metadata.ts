import type { AuthorizationServerMetadata, Exchange, Tried } from '../../../types.ts';
import type { Symptoms } from '../../rule.ts';
import { answerOf } from './unreadable.ts';

/** Places of the authorization server's metadata that answered with something that is none. */
export function brokenPlaces(symptoms: Symptoms): readonly { tried: Tried; answer: Exchange | undefined }[] {
  const { discovery } = symptoms.evidence;
  const tried = discovery?.authorizationServerMetadata?.tried ?? discovery?.authorizationServerTried ?? [];
  return tried
    .map((one) => ({ tried: one, answer: answerOf(symptoms, one.url) }))
    .filter((one) => isPageOf(one) || (one.tried.status ?? 0) >= 500);
}

export function isPageOf({ tried, answer }: { tried: Tried; answer: Exchange | undefined }): boolean {
  return tried.status === 200 && /html/i.test(answer?.contentType ?? '');
}

/** "500", "200 with HTML" */
export function said(one: { tried: Tried; answer: Exchange | undefined }): string {
  return isPageOf(one) ? '200 with HTML' : String(one.tried.status);
}

export function serverDocument(symptoms: Symptoms): AuthorizationServerMetadata | undefined {
  return symptoms.evidence.discovery?.authorizationServerMetadata?.document;
}
