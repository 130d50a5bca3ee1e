import type { PeerCertificate } from 'node:tls';
import type { Problem } from './failures.ts';

/** What is wrong with a certificate, and what it says of itself where that was seen. */
export function certificateProblem(
  kind: string,
  code: string,
  host: string,
  shown: ShownCertificate | undefined,
): Problem {
  if (kind === 'tls.expired') {
    const dates = shown === undefined ? '' : ` It is valid from ${shown.valid_from} to ${shown.valid_to}.`;
    return {
      code: kind,
      message: `The certificate of ${host} is outside its validity period (${code}).${dates}`,
      hint: "Renew the certificate; check this machine's clock.",
    };
  }
  if (kind === 'tls.name_mismatch') {
    const names = shown?.subjectaltname === undefined ? '' : `: ${plain(shown.subjectaltname)}`;
    return {
      code: kind,
      message: `The certificate of ${host} is for another name${names}.`,
      hint: 'Use the name in the certificate, or have it issued for this one.',
    };
  }
  const issuer = shown?.issuer?.CN ?? shown?.issuer?.O;
  const by = typeof issuer === 'string' ? ` It was issued by "${plain(issuer)}".` : '';
  return {
    code: kind,
    message: `The certificate of ${host} is not signed by a trusted authority (${code}).${by}`,
    hint: 'Add the issuing CA with --ca FILE; have the server send its intermediate certificates.',
  };
}

/** Of the certificate that the other side showed. Its texts are remote. */
export type ShownCertificate = Partial<
  Pick<PeerCertificate, 'valid_from' | 'valid_to' | 'subjectaltname' | 'issuer'>
>;

/** The certificate that an error of the handshake carries. */
export function shownIn(links: readonly unknown[]): ShownCertificate | undefined {
  for (const link of links)
    if (link instanceof Error && 'shown' in link && typeof link.shown === 'object' && link.shown !== null)
      return link.shown;
  return undefined;
}

/** Remote text in a sentence: printable ASCII but quotation marks, clipped. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/g, '?').slice(0, 120);
}
