import { afterAll, beforeAll } from 'vitest';

const names = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
] as const;

/**
 * Credentials of nobody for the tests of a file, and a region in the environment that is not the policy's: an adapter that
 * took it would be seen.
 */
export function awsOfNobody(): void {
  const before = names.map((name) => [name, process.env[name]] as const);
  beforeAll(() => {
    delete process.env.AWS_PROFILE;
    process.env.AWS_ACCESS_KEY_ID = 'AKIATESTTESTTESTTEST';
    process.env.AWS_SECRET_ACCESS_KEY = 'a secret of the tests';
    process.env.AWS_REGION = 'us-east-1';
    process.env.AWS_DEFAULT_REGION = 'us-east-1';
  });
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
