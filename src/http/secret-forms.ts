/**
 * Every spelling in which a value may turn up in a URL, a form, JSON (also inside JSON), HTML, a header or a
 * dump: plain, percent-encoded, JSON-escaped, base64 and base64url at the three alignments, hex. A PEM block
 * counts line by line too.
 */
export function formsOf(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const part of [value, ...longLines(value)]) {
    for (const form of [
      part,
      ...percentForms(part),
      ...jsonForms(part),
      ...binaryForms(part),
      htmlForm(part),
    ]) {
      forms.add(form);
    }
  }
  return forms;
}

function longLines(value: string): readonly string[] {
  if (!value.includes('\n')) return [];
  return value.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
}

function percentForms(value: string): readonly string[] {
  // Lone surrogates cannot be percent-encoded; they become U+FFFD, as on the wire.
  const text = Buffer.from(value, 'utf8').toString('utf8');
  const component = encodeURIComponent(text);
  const strict = component.replace(/[!'()*]/g, (character) => hexOctet(character));
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const spellings = [component, strict, form, form.replaceAll('+', '%20'), component.replaceAll('%20', '+')];
  return spellings.flatMap((spelling) => [
    spelling,
    spelling.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()),
  ]);
}

function jsonForms(value: string): readonly string[] {
  const plain = escapeOnce(value);
  const ascii = plain.replace(/[^\x20-\x7e]/g, (unit) => unicodeEscape(unit));
  const htmlSafe = plain.replace(/[<>&]/g, (unit) => unicodeEscape(unit));
  return [plain, plain.replaceAll('/', '\\/'), ascii, htmlSafe, escapeOnce(plain)];
}

function binaryForms(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((offset) => base64At(bytes, offset));
  return [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The characters that the value alone decides when `offset` bytes of something else stand before it. */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const certain = encoded.slice(first, last);
  return offset === 0 ? [certain, encoded] : [certain];
}

function htmlForm(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function escapeOnce(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function hexOctet(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
