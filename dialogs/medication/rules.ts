import type { Services } from '../../bot/contracts';
import type { MedicineRules } from '../../knowledge/schema/medicine';

/** The hospital's rules for reminders, misses and refills; the content check makes sure that there is one. */
export function medicineRules(services: Services): MedicineRules {
  return services.content.get('medicine-rules', 'adherence');
}
