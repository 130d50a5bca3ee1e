/** One block of a PEM text (RFC 7468), from `-----BEGIN` to the end of its last line. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY`. */
  readonly label: string;
  readonly text: string;
}

/** The blocks that have an end, in order; what stands around them is left out. Linear in the length of the text. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  const begin = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g;
  // A label without an end is not looked for again: a file full of beginnings would be read as often as it has some.
  const endless = new Set<string>();
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const [, label = ''] = found;
    const last = `-----END ${label}-----`;
    const end = endless.has(label) ? -1 : text.indexOf(last, begin.lastIndex);
    if (end === -1) {
      endless.add(label);
    } else {
      begin.lastIndex = end + last.length;
      blocks.push({ label, text: text.slice(found.index, begin.lastIndex) });
    }
  }
  return blocks;
}
