import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { programmeList } from '../../../api/schema/outreach';
import { useI18n } from '../i18n';
import { api } from './api';

/** Programmes that people may be in, under their names in the reader's language. */
export function useProgrammes() {
  const { locale } = useI18n();
  return useQuery({
    queryKey: ['programmes', locale],
    queryFn: () => api<z.infer<typeof programmeList>>('GET', '/programmes'),
  });
}
