import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { pemBlocks } from '../text/pem.ts';
import type { Io } from './io.ts';

/**
 * The PEM text of the certificate authorities that `--ca` and NODE_EXTRA_CA_CERTS add to the roots.
 * @throws UsageError `usage.ca_unreadable`, `usage.ca_not_pem`, `usage.ca_malformed`
 */
export async function certificateAuthorities(
  io: Pick<Io, 'cwd' | 'environment'>,
  file: string | undefined,
): Promise<readonly string[]> {
  const files = [file, io.environment.NODE_EXTRA_CA_CERTS].filter(
    (name) => name !== undefined && name !== '',
  );
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(path.resolve(io.cwd, name ?? ''), 'utf8').catch((cause: unknown) => {
        throw new UsageError(
          'usage.ca_unreadable',
          `The certificate authority file ${name} cannot be read.`,
          {
            cause,
            hint: 'Give --ca (or NODE_EXTRA_CA_CERTS) the path of a PEM file.',
          },
        );
      });
      const certificates = pemBlocks(text).filter(({ label }) => label === 'CERTIFICATE');
      if (certificates.length === 0) {
        throw new UsageError('usage.ca_not_pem', `${name} holds no PEM certificate.`, {
          hint: 'Convert it: openssl x509 -inform der -in FILE -out ca.pem',
        });
      }
      const broken = certificates.findIndex((block) => !isCertificate(block.text));
      if (broken !== -1) {
        throw new UsageError(
          'usage.ca_malformed',
          `Certificate ${broken + 1} of ${certificates.length} in ${name} cannot be read.`,
          { hint: `Look at it: openssl x509 -in ${name} -noout -subject. Export it anew if that fails too.` },
        );
      }
      return text;
    }),
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
