export interface Base64Reading {
  /** null: not base64 in any spelling. */
  readonly bytes: Buffer | null;
  /** Departures from RFC 7515 §2 ("base64url without padding"). */
  readonly remarks: readonly string[];
}

/** Reads base64url strictly and says where the text departs from it; padding and the standard alphabet are read. */
export function readBase64url(text: string): Base64Reading {
  const remarks: string[] = [];
  const unpadded = text.replace(/={1,2}$/, '');
  if (unpadded !== text) remarks.push('has padding, which base64url in a token must not have');
  if (/[+/]/.test(unpadded)) remarks.push('uses the standard base64 alphabet instead of base64url');
  const letters = unpadded.replaceAll('+', '-').replaceAll('/', '_');
  if (!/^[A-Za-z0-9_-]*$/.test(letters))
    return { bytes: null, remarks: [...remarks, 'has characters that are not base64url'] };
  if (letters.length % 4 === 1)
    return { bytes: null, remarks: [...remarks, 'has a length that base64url cannot have'] };
  const bytes = Buffer.from(letters, 'base64url');
  if (bytes.toString('base64url') !== letters) remarks.push('has unused bits at its end that are not zero');
  return { bytes, remarks };
}
