import { SimpleGrid } from '@mantine/core';
import type { InsightNumbers, Share } from '../../../../api/schema/insight';
import { useWords } from '../../i18n';
import { measured, worded } from '../../lib/readable';
import { Bars, named } from './Bars';
import { Figure } from './Figure';

const sum = (list: readonly Share[]) => list.reduce((all, one) => all + one.count, 0);
const countOf = (list: readonly Share[], name: string) => list.find((one) => one.name === name)?.count ?? 0;

/** Whether care happened: visits made and missed, freed times filled, counselling finished and understood. */
export function CareFigures({ numbers }: { numbers: InsightNumbers }) {
  const words = useWords();
  const { visits, waitlist, counselling, teachBack, bookings } = numbers;
  const due = sum(visits) - countOf(visits, 'cancelled');
  const { insight } = words;
  const parts = [
    { chart: 'visits', counted: 'noshow', label: insight.noShows, list: visits, all: due },
    { chart: 'waitlist', counted: 'accepted', label: insight.fills, list: waitlist, all: sum(waitlist) },
    { chart: 'counselling', counted: 'completed', label: insight.counselled, list: counselling, all: sum(counselling) },
    { chart: 'teach_back', counted: 'first', label: insight.understood, list: teachBack, all: sum(teachBack) },
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, sm: 5 }} mb="md">
      <Figure chart="bookings" label={insight.bookings} value={sum(bookings)} />
      {parts.map(({ chart, counted, label, list, all }) => (
        <Figure
          key={chart}
          chart={chart}
          counted={counted}
          label={label}
          value={countOf(list, counted)}
          text={insight.of(all)}
        />
      ))}
    </SimpleGrid>
  );
}

export function CareBars({ numbers }: { numbers: InsightNumbers }) {
  const words = useWords();
  const { insight } = words;
  /** `<programme> · <how it stands>`, `<programme> · <measure>: <value>`: the programme is named already. */
  const ofProgrammes = (list: readonly Share[], tell: (rest: string) => string) =>
    list.map((one) => {
      const [programme = '', rest = ''] = one.name.split(' · ');
      return { ...one, name: `${programme} · ${tell(rest)}` };
    });
  const outcome = (rest: string) => {
    const [measure = '', said = ''] = rest.split(': ');
    return measured(words.programmeWords, measure, said);
  };
  return (
    <>
      <Bars chart="bookings" title={insight.bookingsByService} data={named(numbers.bookings, {})} />
      <Bars chart="visits" title={insight.visits} data={named(numbers.visits, words.visits.status)} />
      <Bars chart="waitlist" title={insight.waitlist} data={named(numbers.waitlist, insight.offer)} />
      <Bars
        chart="counselling"
        title={insight.counselling}
        data={named(numbers.counselling, words.counselling.outcomes)}
      />
      <Bars chart="teach_back" title={insight.teachBack} data={named(numbers.teachBack, insight.teachBackHow)} />
      <Bars
        chart="programmes"
        title={insight.programmes}
        data={ofProgrammes(numbers.programmes, (rest) => worded(words.outreach.enrolStatus, rest))}
      />
      <Bars chart="measures" title={insight.measures} data={ofProgrammes(numbers.measures, outcome)} />
    </>
  );
}
