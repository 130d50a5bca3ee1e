import type { CertificateCredential } from './credential.ts';
import type { FlowContext } from './flow.ts';

/** Tells the person that the certificate has expired; the authorization server decides what comes of it. */
export function noteExpiry(credential: CertificateCredential, context: FlowContext): void {
  if (credential.notAfter > context.now()) return;
  const when = new Date(credential.notAfter).toISOString();
  context.person.tell(`The client certificate expired at ${when}; the authorization server may refuse it.`);
}
