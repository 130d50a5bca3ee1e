/** The faults that show a finding, those first in which nothing else is wrong. */
export function shownBy(code, faults) {
  const first = faults.filter(({ finding }) => finding === code);
  const besides = faults.filter(({ finding, also = [] }) => finding !== code && also.includes(code));
  const [fault, ...others] = [...first, ...besides].map(({ name }) => name);
  if (fault === undefined) return [];
  const more = others.length === 0 ? '' : `; also ${others.map((name) => `\`${name}\``).join(', ')}`;
  return [`try it: \`mcp-authcheck demo --fault ${fault}\`${more}`];
}
