import { stringify } from 'yaml';
import type { LabelDraft } from './draft';

/** Longest piece of a label shown per section: enough to check a fact, too little to copy a label. */
const LONGEST = 1500;

/**
 * A draft as YAML for a reviewer: facts with their places. It is no `medicine` file on purpose; patient sentences are
 * written by people.
 */
export function draftYaml(draft: LabelDraft): string {
  return stringify({
    ...draft,
    sections: draft.sections.map((one) => ({
      ...one,
      text: one.text.length > LONGEST ? `${one.text.slice(0, LONGEST)} [...]` : one.text,
    })),
  });
}
