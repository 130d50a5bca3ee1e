import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/http/proxy.ts';

const far = { hostname: 'mcp.example.com', port: 443, secure: true };
const near = { hostname: '127.0.0.1', port: 3000, secure: false };

describe('the proxy of a destination', () => {
  it.each([
    ['no setting', {}, undefined],
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    [
      'https_proxy before HTTPS_PROXY',
      { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' },
      'http://q:2/',
    ],
    ['HTTP_PROXY for want of HTTPS_PROXY', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['an empty HTTPS_PROXY', { HTTPS_PROXY: '', HTTP_PROXY: 'http://p:1' }, undefined],
    ['a proxy without a scheme', { HTTPS_PROXY: 'p:1' }, 'http://p:1/'],
    ['NO_PROXY=*', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
    ['NO_PROXY with the host', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a, mcp.example.com' }, undefined],
    ['NO_PROXY with a domain', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com' }, undefined],
    ['NO_PROXY with a suffix', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.example.com' }, undefined],
    ['NO_PROXY with a wildcard', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.EXAMPLE.com' }, undefined],
    ['NO_PROXY with the port', { HTTPS_PROXY: 'http://p:1', no_proxy: 'example.com:443' }, undefined],
    [
      'NO_PROXY with another port',
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com:8443' },
      'http://p:1/',
    ],
    ['NO_PROXY that only ends alike', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ample.com' }, 'http://p:1/'],
  ])('%s', (_name, environment, expected) => {
    expect(proxyFor(far, { environment })?.href).toBe(expected);
  });

  it('is none for loopback, whatever the environment says', () => {
    for (const hostname of ['127.0.0.1', '::1', 'localhost']) {
      expect(proxyFor({ ...near, hostname }, { environment: { HTTP_PROXY: 'http://p:1' } })).toBeUndefined();
    }
  });

  it('is the explicit one for everything, loopback and NO_PROXY included', () => {
    const settings = { proxy: 'http://p:1', environment: { NO_PROXY: '*' } };
    expect(proxyFor(near, settings)?.href).toBe('http://p:1/');
    expect(proxyFor(far, settings)?.href).toBe('http://p:1/');
  });

  it('must be http or https', () => {
    expect(() => proxyFor(far, { proxy: 'socks5://p:1' })).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'proxy.unsupported' }) }),
    );
  });
});
