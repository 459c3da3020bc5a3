import { readWebChatSettings } from './settings';

test('nothing set is fine', () => {
  expect(readWebChatSettings({})).toEqual({ state: 'ready', settings: {} });
});

test('settings are read', () => {
  const env = {
    WEBCHAT_ORIGINS: 'https://a.example, https://b.example:8443',
    WEBCHAT_TOKENS_PER_MINUTE: '60',
    WEBCHAT_CACHE_DIR: '/var/cache/x',
  };
  expect(readWebChatSettings(env)).toEqual({
    state: 'ready',
    settings: {
      origins: ['https://a.example', 'https://b.example:8443'],
      tokensPerMinute: 60,
      cacheDir: '/var/cache/x',
    },
  });
});

test('every mistake is named with what to write', () => {
  const env = { WEBCHAT_ORIGINS: 'a.example,https://b.example/path', WEBCHAT_TOKENS_PER_MINUTE: 'many' };
  expect(readWebChatSettings(env)).toEqual({
    state: 'broken',
    problems: [
      'WEBCHAT_ORIGINS names "a.example": write each site like https://www.hospital.example.',
      'WEBCHAT_ORIGINS names "https://b.example/path": write each site like https://www.hospital.example.',
      'WEBCHAT_TOKENS_PER_MINUTE is "many": write a whole number such as 120.',
    ],
  });
});
