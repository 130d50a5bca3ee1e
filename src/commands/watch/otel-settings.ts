import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../errors.ts';
import type { CollectorTls } from '../../http/collector-agent.ts';
import type { Io } from '../io.ts';
import { pairsOf, variable } from './otel-variables.ts';

/** Where one signal goes, and how. */
export interface Destination {
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  /** May hold an API key; every value is in the vault. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: CollectorTls;
}

export interface OtelSettings {
  /** undefined: OTEL_TRACES_EXPORTER=none. */
  readonly traces?: Destination;
  /** undefined: OTEL_METRICS_EXPORTER=none. */
  readonly metrics?: Destination;
  /** Attributes of the resource, `service.name` included. */
  readonly resource: Readonly<Record<string, string>>;
}

/**
 * What the standard variables say (https://opentelemetry.io/docs/specs/otel/protocol/exporter/); those of a signal
 * (OTEL_EXPORTER_OTLP_TRACES_…) go before the general ones. OTEL_EXPORTER_OTLP_COMPRESSION is the exporters' own
 * business. undefined: OTEL_SDK_DISABLED=true.
 * @throws UsageError `usage.otel`
 */
export async function otelSettings(
  io: Pick<Io, 'environment' | 'vault' | 'cwd'>,
): Promise<OtelSettings | undefined> {
  const { environment } = io;
  if (variable(environment, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;
  const traces = await destination('TRACES', 'v1/traces', io);
  const metrics = await destination('METRICS', 'v1/metrics', io);
  const name = variable(environment, 'OTEL_SERVICE_NAME');
  return {
    ...(traces === undefined ? {} : { traces }),
    ...(metrics === undefined ? {} : { metrics }),
    resource: {
      'service.name': 'mcp-authcheck',
      ...pairsOf(environment, 'OTEL_RESOURCE_ATTRIBUTES'),
      ...(name === undefined ? {} : { 'service.name': name }),
    },
  };
}

async function destination(
  signal: 'TRACES' | 'METRICS',
  signalPath: string,
  { environment, vault, cwd }: Pick<Io, 'environment' | 'vault' | 'cwd'>,
): Promise<Destination | undefined> {
  const exporter = variable(environment, `OTEL_${signal}_EXPORTER`) ?? 'otlp';
  if (exporter === 'none') return undefined;
  if (exporter !== 'otlp') {
    throw new UsageError(
      'usage.otel',
      `OTEL_${signal}_EXPORTER is ${shown(exporter)}; otlp and none are supported.`,
    );
  }
  const setting = (name: string): string | undefined =>
    variable(environment, `OTEL_EXPORTER_OTLP_${signal}_${name}`) ??
    variable(environment, `OTEL_EXPORTER_OTLP_${name}`);
  const headers = {
    ...pairsOf(environment, 'OTEL_EXPORTER_OTLP_HEADERS'),
    ...pairsOf(environment, `OTEL_EXPORTER_OTLP_${signal}_HEADERS`),
  };
  for (const value of Object.values(headers)) keepKey(value, vault);
  const [ca, cert, key] = await Promise.all(
    ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].map(async (name) => {
      const file = setting(name);
      return file === undefined ? undefined : await textOf(name, path.resolve(cwd, file));
    }),
  );
  if (key !== undefined) vault.keep(key);
  return {
    url: urlOf(signal, signalPath, environment),
    protocol: protocolOf(setting('PROTOCOL') ?? 'http/protobuf'),
    headers,
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
  };
}

/** A header is mostly a key, alone or behind its scheme; both are covered. Short values are words of every day. */
function keepKey(value: string, vault: Io['vault']): void {
  for (const part of [value, value.replace(/^\S+\s+/, '')]) if (part.length >= 8) vault.keep(part);
}

function protocolOf(protocol: string): Destination['protocol'] {
  if (protocol === 'http/protobuf' || protocol === 'http/json') return protocol;
  throw new UsageError(
    'usage.otel',
    `OTEL_EXPORTER_OTLP_PROTOCOL is ${shown(protocol)}; http/protobuf and http/json are supported.`,
    { hint: 'Collectors take http/protobuf on port 4318, where grpc has 4317.' },
  );
}

/** The general endpoint gets the signal's path, the signal's own is used as it is (OTLP exporter specification). */
function urlOf(signal: string, signalPath: string, environment: Io['environment']): string {
  const name = `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`;
  const own = variable(environment, name);
  const general = variable(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT') ?? 'http://localhost:4318';
  const url = own ?? `${general}${general.endsWith('/') ? '' : '/'}${signalPath}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).href;
  throw new UsageError(
    'usage.otel',
    `${own === undefined ? 'OTEL_EXPORTER_OTLP_ENDPOINT' : name} expects an http or https URL.`,
    { hint: 'For example: OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318' },
  );
}

async function textOf(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError('usage.otel', `OTEL_EXPORTER_OTLP_${name} names ${file}, which cannot be read.`, {
      cause,
      hint: 'Name a PEM file.',
    });
  }
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 40));
}
