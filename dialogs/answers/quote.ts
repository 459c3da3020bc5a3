import type { Services, TurnEvent } from '../../bot/contracts';
import type { Answer } from '../../knowledge/schema/search';
import { show } from './show';

/**
 * When the search is in doubt and the hospital allows it, a model may say which page answers, by pointing at its
 * sentences. The patient is shown the reviewed page itself: the model adds no word.
 */
export async function quote(
  near: readonly Answer[],
  question: string,
  services: Services,
): Promise<TurnEvent[] | undefined> {
  if (services.model === undefined) return undefined;
  const language = services.locale.slice(0, 2);
  const pages = near.map((one) => ({
    id: one.id,
    text: services.content.text(`article/${one.id}@${one.version}#normal`, language),
  }));
  const quotes = await services.model.quote(question, pages, { id: services.conversation.id });
  const answer = near.find((one) => one.id === quotes?.[0]?.page);
  return answer === undefined ? undefined : show(answer, question, services);
}
