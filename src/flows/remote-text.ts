import type { Vault } from '../secret.ts';

/**
 * Text that came from the network, fit to be shown: secrets redacted, control, format and private-use
 * characters and lone surrogates escaped, clipped to `limit` characters with the count of what was cut.
 */
export function remoteText(text: string, vault: Vault, limit = 600): string {
  const shown = vault
    .redact(text.slice(0, 16_384))
    .replace(/[\r\n\t ]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escapeCharacter)
    .trim();
  return shown.length <= limit ? shown : `${shown.slice(0, limit)}… (${text.length - limit} more)`;
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
