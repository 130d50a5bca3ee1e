import { UsageError } from '../../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A variable's value, where an empty one counts as unset
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

/**
 * `key=value,key=value` with percent-encoded values, as OTEL_EXPORTER_OTLP_HEADERS and OTEL_RESOURCE_ATTRIBUTES are
 * written.
 * @throws UsageError `usage.otel`, which never repeats the value: it may hold a key
 */
export function pairsOf(environment: Environment, name: string): Readonly<Record<string, string>> {
  const text = variable(environment, name);
  if (text === undefined) return {};
  const members = text.split(',').filter((member) => member.trim() !== '');
  return Object.fromEntries(
    members.map((member, index) => {
      const equals = member.indexOf('=');
      const key = member.slice(0, Math.max(0, equals)).trim();
      const value = decoded(member.slice(equals + 1).trim());
      if (key !== '' && value !== undefined) return [key, value];
      throw new UsageError(
        'usage.otel',
        `${name} expects key=value,key=value with percent-encoded values; member ${index + 1} is not so.`,
        { hint: 'For example: api-key=abc,tenant=a%20b' },
      );
    }),
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
