import type { counsellingEn } from './counselling.en';

export const counsellingEs: typeof counsellingEn = {
  counselling: {
    title: 'Consejería sobre medicamentos',
    none: 'No hay consejería registrada.',
    print: 'Registro para imprimir',
    start: 'Ofrecer consejería',
    medicine: 'Medicamento recién recetado',
    label: 'Indicaciones de la etiqueta',
    unknown: 'Ningún medicamento revisado se llama exactamente así.',
    started: 'Se le ofrecerá al paciente.',
    outcomes: {
      completed: 'completa, repaso aprobado',
      'completed-teach-back-failed': 'completa, repaso fallido',
      refused: 'rechazada',
      'not-possible': 'no fue posible',
      'stopped-allergy': 'detenida: alergia',
    },
  },
};
