import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { VERSION } from '../../version.ts';

export type Redact = (text: string) => string;

/** Who sends: us, and what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES add. */
export async function resourceOf(
  attributes: Readonly<Record<string, string>>,
  redact: Redact,
): Promise<Resource> {
  const { defaultResource, resourceFromAttributes } = await import('@opentelemetry/resources');
  const own = { 'service.version': VERSION, ...attributes };
  return defaultResource().merge(resourceFromAttributes(cleaned(own, redact)));
}

/** The attributes without anything secret in their texts. */
export function cleaned(attributes: Attributes, redact: Redact): Attributes {
  const clean = (value: AttributeValue | undefined): AttributeValue | undefined => {
    if (typeof value === 'string') return redact(value);
    return Array.isArray(value)
      ? value.map((member) => (typeof member === 'string' ? redact(member) : String(member)))
      : value;
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, clean(value)]));
}
