import type { ContentLibrary } from '../../../knowledge/schema/library';

/** Suicide, self-harm, violence and abuse. */
export function ofPersons(content: ContentLibrary, flag: string): boolean {
  return ['crisis', 'danger'].includes(content.get('red-flag', flag).kind);
}
