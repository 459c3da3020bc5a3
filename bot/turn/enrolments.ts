import type { ChangeEnrolment, ConversationState, Enrol, Enrolment } from '../contracts';

/** The conversation's own memory of its programmes: the newest enrolment of each. */
export function enrolled(state: ConversationState, { enrolment }: Enrol): ConversationState {
  const others = (state.enrolments ?? []).filter((one) => one.programme !== enrolment.programme);
  return { ...state, enrolments: [...others, enrolment] };
}

export function changed(state: ConversationState, event: ChangeEnrolment): ConversationState {
  if (state.enrolments === undefined) return state;
  return {
    ...state,
    enrolments: state.enrolments.map((one) => (one.programme === event.programme ? after(one, event) : one)),
  };
}

function after(one: Enrolment, { change, until }: ChangeEnrolment): Enrolment {
  const { mutedUntil: _, ...rest } = one;
  switch (change) {
    case 'pause':
      return { ...one, status: 'paused' };
    case 'resume':
      return { ...rest, status: 'active' };
    case 'mute':
      return until === undefined ? one : { ...one, mutedUntil: until };
    case 'leave':
      return { ...rest, status: 'left' };
    case 'complete':
      return { ...rest, status: 'completed' };
  }
}
