import { BadSettings, readConfig } from './config';

describe('settings', () => {
  test('nothing set is a demo on SQLite with every role', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      mode: 'demo',
      port: 3978,
      publicUrl: 'http://localhost:3978',
      roles: ['web', 'worker', 'deliver', 'schedule'],
      redisUrl: undefined,
    });
    expect(config.database).toEqual({ file: expect.stringMatching(/data\/sathi\.sqlite$/) });
  });

  test('every bad one is named, with what to write', () => {
    const read = () =>
      readConfig({
        PORT: 'abc',
        DATABASE_URL: 'mysql://x',
        SATHI_KEY: 'short',
        SATHI_ROLES: 'web,cook',
        LOG_LEVEL: 'loud',
        PUBLIC_URL: 'ftp://x',
      });
    expect(read).toThrow(BadSettings);
    expect(read).toThrow(
      [
        'Sathi cannot start with these settings:',
        '  PORT must be a port number, such as 3978',
        '  PUBLIC_URL must be an http or https address, such as https://chat.example.org',
        '  DATABASE_URL must begin with postgres://; leave it out to use SQLite in DATA_DIR',
        '  SATHI_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32',
        '  LOG_LEVEL must be fatal, error, warn, info, debug or silent',
        '  SATHI_ROLES names "cook"; choose from web, worker, deliver, schedule',
      ].join('\n'),
    );
  });

  test('production does not start without its key, its address and its own hospital file', () => {
    expect(() => readConfig({ SATHI_MODE: 'production' })).toThrow(
      /SATHI_KEY is missing.*\n.*PUBLIC_URL must be the https address.*\n.*HOSPITAL_FILE is missing/,
    );
  });
});
