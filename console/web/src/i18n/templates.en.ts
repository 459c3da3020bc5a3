/** Prepared messages, and files in a conversation. */
export const templatesEn = {
  templates: {
    lead: 'The patient last wrote too long ago for free text. A prepared message may be sent; free text again once they answer.',
    none: 'The patient last wrote too long ago for free text, and no prepared message can be sent. Call them instead.',
    choose: 'Prepared message',
    preview: 'As the patient reads it',
    send: 'Send the prepared message',
    lockScreen: 'May show on a locked phone: nothing about health.',
    refused: (n: number) => (n === 1 ? '1 more that cannot be sent' : `${n} more that cannot be sent`),
    places: { hospital: 'Hospital', day: 'Day', when: 'When', phone: 'Phone', patient: 'Patient' } as Record<
      string,
      string
    >,
    why: {
      draft: 'not submitted to WhatsApp yet',
      submitted: 'WhatsApp has not decided yet',
      rejected: 'WhatsApp rejected it',
      paused: 'WhatsApp has paused it',
      no_content_sid: 'it has no content SID at Twilio',
      no_value: 'something it says is not known of this patient',
    } as Record<string, string>,
  },
};
