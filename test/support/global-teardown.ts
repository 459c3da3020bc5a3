import type { PrivateService } from './services';

export default async function globalTeardown(): Promise<void> {
  for (const service of (globalThis as { sathiServices?: PrivateService[] }).sathiServices ?? []) await service.stop();
}
