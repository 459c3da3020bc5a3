import { contentPlaces } from '../../bot/places';
import { loadContent } from '../load';

test('loads', () => {
  const c = loadContent(contentPlaces({}));
  expect(c.all('medicine').length).toBeGreaterThan(1);
});
