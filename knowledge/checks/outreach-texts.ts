import type { ContentFile } from '../load';
import { spanishEase } from '../medicines/reading-level';
import type { Problem } from '../problems';
import { FIRST_CLASS_LOCALES, type Localized } from '../schema/common';
import type { Programme } from '../schema/programme';
import type { Survey } from '../schema/survey';
import { grade } from './protocol-reading';

/** Two SMS of joined GSM-7 text (3GPP TS 23.038: 153 septets a part); an offer that asks for consent may take three. */
const TWO_PARTS = 2 * 153;
const THREE_PARTS = 3 * 153;
/** WhatsApp: a button holds 20 characters, the row of a list 24. */
const BUTTON = 20;
const ROW = 24;
const BUTTONS = 3;

/** Words that phone carriers act on: never a label or a keyword. */
const CARRIER = /^(cancel|end|quit|stop|stopall|unsubscribe|revoke|optout|start|unstop|help|info)$/i;

const HARDEST_SENTENCE = 11;
const HARDEST_WHOLE = 7;
/** INFLESZ: 65 and above is fairly easy; short messages vary, the whole must not. */
const EASIEST_SPANISH = 65;

/** A sentence and where it stands. */
interface Said {
  readonly where: string;
  readonly text: Localized;
  readonly longest: number;
}

/** What makes surveys and programmes hard to read, to send or to reach. */
export function checkOutreachTexts(files: readonly ContentFile[]): Problem[] {
  return files.flatMap((file) => {
    const problems =
      file.kind === 'survey'
        ? surveyProblems(file.value as Survey)
        : file.kind === 'programme'
          ? programmeProblems(file.value as Programme)
          : [];
    return problems.map((message): Problem => ({ level: 'issue', file: file.file, line: 1, message }));
  });
}

function surveyProblems(survey: Survey): string[] {
  const said: Said[] = [
    { where: 'invite', text: survey.invite, longest: TWO_PARTS },
    ...survey.questions.map(({ id, text }) => ({ where: `questions.${id}.text`, text, longest: TWO_PARTS })),
  ];
  return [
    ...said.flatMap(sendable),
    ...whole(said),
    // The invitation and its first question are one message.
    ...FIRST_CLASS_LOCALES.filter(
      (locale) => shortOf(survey.invite, locale).length + shortOf(survey.questions[0]!.text, locale).length > TWO_PARTS,
    ).map((locale) => `invite and first question together are longer than two SMS in ${locale}; shorten one`),
    ...survey.questions.flatMap(({ id, options }) => labels(`questions.${id}`, options)),
    ...(survey.questions.some((one) => one.type === 'text')
      ? []
      : ["has no question in the patient's own words; add one of type text"]),
  ];
}

function programmeProblems(programme: Programme): string[] {
  const said: Said[] = [
    { where: 'offer', text: programme.offer, longest: THREE_PARTS },
    { where: 'finish', text: programme.finish, longest: TWO_PARTS },
    ...programme.steps.flatMap(({ id, text, options }) => [
      { where: `steps.${id}.text`, text, longest: TWO_PARTS },
      ...options.flatMap((option) =>
        option.reply === undefined
          ? []
          : [{ where: `steps.${id}.options.${option.id}.reply`, text: option.reply, longest: TWO_PARTS }],
      ),
    ]),
    ...programme.keywords.flatMap(({ id, replies }) =>
      replies.map((text, i) => ({ where: `keywords.${id}.replies.${i}`, text, longest: TWO_PARTS })),
    ),
  ];
  const branched = new Set(programme.steps.flatMap((step) => step.options.flatMap((one) => one.branch?.step ?? [])));
  const days = programme.steps.flatMap((step) => step.day ?? []);
  const words = [
    ...Object.values(programme.join).flat(),
    ...programme.keywords.flatMap((word) => Object.values(word.say).flat()),
  ];
  return [
    ...said.flatMap(sendable),
    ...whole(said),
    ...programme.steps.flatMap(({ id, options }) => labels(`steps.${id}`, options)),
    ...programme.steps
      .filter((step) => step.day === undefined && !branched.has(step.id))
      .map((step) => `steps.${step.id} is never reached; give it a day or a branch that leads to it`),
    ...[...new Set(days.filter((day, i) => days.indexOf(day) !== i))].map(
      (day) => `day ${day} has two messages; one a day is the most`,
    ),
    ...words.filter((word) => CARRIER.test(word)).map((word) => `"${word}" is a word that phone carriers act on`),
  ];
}

function sendable({ where, text, longest }: Said): string[] {
  const long = FIRST_CLASS_LOCALES.filter((locale) => shortOf(text, locale).length > longest).map(
    (locale) => `${where}.${locale} has ${shortOf(text, locale).length} characters for SMS; at most ${longest}`,
  );
  const open = FIRST_CLASS_LOCALES.filter((locale) => /\{(?!hospital\.)/.test(text[locale] ?? '')).map(
    (locale) => `${where}.${locale} has a place that nothing fills`,
  );
  const level = grade(text.en);
  const hard =
    text.en.split(/\s+/).length > 8 && level > HARDEST_SENTENCE
      ? [
          `${where}.en reads at grade ${level.toFixed(1)}; use shorter words and sentences (at most ${HARDEST_SENTENCE})`,
        ]
      : [];
  return [...long, ...open, ...hard];
}

function whole(said: readonly Said[]): string[] {
  const all = (locale: string) => said.map((one) => one.text[locale] ?? '').join('. ');
  const level = grade(all('en'));
  const ease = spanishEase(all('es'), new Set());
  return [
    ...(level > HARDEST_WHOLE ? [`reads at grade ${level.toFixed(1)} as a whole; at most ${HARDEST_WHOLE}`] : []),
    ...(ease < EASIEST_SPANISH
      ? [`reads at ${ease.toFixed(0)} on the INFLESZ scale; at least ${EASIEST_SPANISH}`]
      : []),
  ];
}

function labels(where: string, options: readonly { id: string; label: Localized }[]): string[] {
  const most = options.length <= BUTTONS ? BUTTON : ROW;
  return options.flatMap((option) =>
    FIRST_CLASS_LOCALES.flatMap((locale) => {
      const label = option.label[locale] ?? '';
      return [
        ...(label.length > most
          ? [`${where}.options.${option.id}.label.${locale} has ${label.length} characters; at most ${most}`]
          : []),
        ...(CARRIER.test(label)
          ? [`${where}.options.${option.id}.label.${locale} is a word that phone carriers act on`]
          : []),
      ];
    }),
  );
}

const shortOf = (text: Localized, locale: string): string => text[`${locale}_short`] ?? text[locale] ?? '';
