/**
 * TypeScript for the configuration file's JSON Schema, so that the package's declarations need no zod. Knows
 * the keywords that the generated schema uses and refuses others.
 */
export function configTypes(schema) {
  return [
    '/** Generated from the validators of the configuration file. */',
    `export type Config = ${typeOf(schema)};`,
    "export type TargetConfig = NonNullable<Config['targets']>[string];",
    "export type FlowConfig = NonNullable<TargetConfig['flows']>[number];",
    '',
  ].join('\n');
}

function typeOf(schema) {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`;
    case 'object':
      return objectType(schema);
    case undefined:
      // Any JSON: `{}`, or a reference to the definition of JSON itself.
      return 'unknown';
    default:
      throw new Error(`A configuration schema of type ${schema.type} has no TypeScript yet.`);
  }
}

function objectType({ properties = {}, required = [], additionalProperties }) {
  const members = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `/** ${schema.description} */ `;
    const optional = required.includes(name) ? '' : '?';
    const type = typeOf(schema);
    return `${comment}readonly ${JSON.stringify(name)}${optional}: ${type}${optional && ' | undefined'};`;
  });
  if (typeof additionalProperties === 'object') {
    members.push(`readonly [name: string]: ${typeOf(additionalProperties)};`);
  }
  return `{\n${members.join('\n')}\n}`;
}
