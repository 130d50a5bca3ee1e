/** A value in a JMESPath expression (`az --query`): JSON in backticks, in which a backtick is escaped. */
export function jmesJson(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll('`', '\\`')}\``;
}

/** A text in a JMESPath expression: plain ones in single quotes, which are easier to read. */
export function jmesText(text: string): string {
  return /['\\]/.test(text) ? jmesJson(text) : `'${text}'`;
}
