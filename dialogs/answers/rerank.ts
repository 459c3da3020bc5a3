import type { Services } from '../../bot/contracts';
import type { Answer } from '../../knowledge/schema/search';
import { OFFER } from './floors';

/**
 * Where the hospital allows it, the candidates that are good enough to offer stand in the order of their meaning. The
 * search alone decides which articles are candidates and how sure it is of each.
 */
export async function byMeaning(
  found: readonly Answer[],
  question: string,
  services: Services,
): Promise<readonly Answer[]> {
  const near = found.filter((one) => one.confidence >= OFFER);
  if (services.model === undefined || near.length < 2) return found;
  const language = services.locale.slice(0, 2);
  const pages = near.map((one) => ({
    id: one.id,
    text: services.content.text(`article/${one.id}@${one.version}#normal`, language),
  }));
  const order = await services.model.rerank(question, pages, { id: services.conversation.id });
  if (order === undefined) return found;
  const place = new Map(order.map((id, i) => [id, i]));
  return [...near].sort((a, b) => place.get(a.id)! - place.get(b.id)!);
}
