import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type OpenDsrOptions, openDsrProcessor } from '../../../src/adapters/opendsr/index.ts';

describe('a processor by OpenDSR 2.0', () => {
  const good: OpenDsrOptions = {
    name: 'help-desk',
    endpoint: 'https://opendsr.processor.example/v2',
    knowsBy: ['email'],
  };

  test.each([
    'https://opendsr.processor.example/v2',
    'http://localhost:8080/v2',
    'http://127.0.0.1:8080/v2',
    'http://127.8.9.1/v2',
    'http://[::1]:8080/v2',
  ])('can be at %s', (endpoint) => {
    expect(openDsrProcessor({ ...good, endpoint })).toMatchObject({ name: 'help-desk', knowsBy: ['email'] });
  });

  test.each<[string, Partial<OpenDsrOptions>]>([
    ['an endpoint without https', { endpoint: 'http://opendsr.processor.example/v2' }],
    ['an endpoint that only looks like the loopback', { endpoint: 'http://127.0.0.1.secret.example/v2' }],
    ['an endpoint that only begins like localhost', { endpoint: 'http://localhost.secret.example/v2' }],
    ['an endpoint of another protocol', { endpoint: 'ftp://secret.example/v2' }],
    ['an endpoint that is no URL', { endpoint: 'secret.example' }],
    ['an endpoint with a user', { endpoint: 'https://secret@processor.example/v2' }],
    ['an endpoint with a password', { endpoint: 'https://:secret@processor.example/v2' }],
    ['an endpoint with a query', { endpoint: 'https://processor.example/v2?key=secret' }],
    ['an endpoint with a fragment', { endpoint: 'https://processor.example/v2#secret' }],
    ['an API key with a line break', { apiKey: 'secret\r\nx: y' }],
    ['an empty API key', { apiKey: '' }],
    ['a name with capitals', { name: 'Secret' }],
    ['a name that is too short', { name: 's' }],
    ['a name that is too long', { name: 's'.repeat(41) }],
    ['nothing to know people by', { knowsBy: [] }],
    ['a certificate that is none', { certificate: 'secret' }],
  ])('cannot have %s, and the error quotes nothing', (_, options) => {
    const open = () => openDsrProcessor({ ...good, ...options });
    expect(open).toThrow(TypeError);
    try {
      open();
    } catch (error) {
      expect(inspect(error)).not.toMatch(/secret(?!ure)\b|secret\.|x: y/);
    }
  });
});
