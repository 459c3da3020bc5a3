import type { ContentFile } from '../load';
import type { Problem } from '../problems';

/** Content past its review date: articles are hedged, protocols warn staff; the check says which. */
export function checkReviewDates(files: readonly ContentFile[], today: string): Problem[] {
  return files.flatMap((file) => {
    const by = (file.value as { review_by?: string }).review_by;
    if (by === undefined || by >= today) return [];
    return [
      {
        level: 'clinical' as const,
        file: file.file,
        line: 1,
        message: `was to be reviewed by ${by}`,
        fix: 'review it and set the next date',
      },
    ];
  });
}
