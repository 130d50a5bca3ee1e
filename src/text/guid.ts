const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form that Microsoft's ids have: 8-4-4-4-12 hexadecimal digits. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
