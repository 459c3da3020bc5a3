import { words } from '../../../knowledge/search/text';

/**
 * Whether everything extracted stands in the message: each string as a run of its words, each number as it was written.
 * Truth values and absent fields state nothing and pass.
 */
export function isGrounded(value: unknown, message: string): boolean {
  if (typeof value === 'string')
    return value === '' || ` ${words(message).join(' ')} `.includes(` ${words(value).join(' ')} `);
  if (typeof value === 'number')
    return (message.match(/\d+(?:[.,]\d+)?/g) ?? []).some((written) => Number(written.replace(',', '.')) === value);
  if (Array.isArray(value)) return value.every((one) => isGrounded(one, message));
  if (typeof value === 'object' && value !== null) return Object.values(value).every((one) => isGrounded(one, message));
  return true;
}
