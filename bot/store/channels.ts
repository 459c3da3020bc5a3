/** Channels on which nobody can be found again: a web chat ends with its window. */
export const FLEETING = ['webchat', 'console'] as const;
