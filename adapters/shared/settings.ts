/** A channel's settings as read from the environment: off, ready, or broken with every problem at once. */
export type SettingsRead<T> =
  | { readonly state: 'off' }
  | { readonly state: 'ready'; readonly settings: T }
  | { readonly state: 'broken'; readonly problems: readonly string[] };

export type Env = Readonly<Record<string, string | undefined>>;

/** Collects settings and says exactly what is missing; one instance per group. */
export class SettingsReader {
  private readonly problems: string[] = [];

  constructor(
    private readonly env: Env,
    private readonly group: string,
  ) {}

  /** A setting that must be there and not be empty. */
  required(name: string, what: string): string {
    const value = this.env[name]?.trim() ?? '';
    if (value === '') this.problems.push(`${name} is not set: ${what} (needed by ${this.group}).`);
    return value;
  }

  /** A secret: as `required`, and long enough not to be guessed. */
  secret(name: string, what: string, minLength = 16): string {
    const value = this.required(name, what);
    if (value !== '' && value.length < minLength)
      this.problems.push(`${name} has only ${value.length} characters: use at least ${minLength} random ones.`);
    return value;
  }

  optional(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.problems.push(`${name} is "${value}": write one of ${allowed.join(', ')}.`);
    return found ?? fallback;
  }

  list(name: string): readonly string[] {
    return (this.optional(name) ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  }

  url(name: string, fallback?: string): string {
    const value = this.optional(name) ?? fallback ?? this.required(name, 'an http(s) address');
    if (value !== '' && !/^https?:\/\/[^\s/]+/.test(value))
      this.problems.push(`${name} is not an http(s) address: write it like https://gateway.example.org.`);
    return value.replace(/\/$/, '');
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  result<T>(settings: T): SettingsRead<T> {
    return this.problems.length === 0
      ? { state: 'ready', settings }
      : { state: 'broken', problems: [...new Set(this.problems)] };
  }
}
