export const counsellingEn = {
  counselling: {
    title: 'Medication counselling',
    none: 'No counselling on record.',
    print: 'Record to print',
    start: 'Offer counselling',
    medicine: 'Newly prescribed medicine',
    label: 'Directions on the label',
    unknown: 'No reviewed medicine has exactly this name.',
    started: 'The patient will be offered it.',
    outcomes: {
      completed: 'completed, teach-back passed',
      'completed-teach-back-failed': 'completed, teach-back failed',
      refused: 'refused',
      'not-possible': 'not possible',
      'stopped-allergy': 'stopped: allergy',
    } as Record<string, string>,
  },
};
