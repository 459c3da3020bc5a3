/** "JPEG, PNG, PDF" of content types. */
export const names = (types: readonly string[]) => types.map((type) => type.slice(type.indexOf('/') + 1).toUpperCase());

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
  files: {
    attach: 'Attach files',
    attachHint: (types: readonly string[]) => `${names(types).join(', ')}; or drop or paste them`,
    tray: 'Files that go with the reply',
    remove: (name: string) => `Remove ${name}`,
    again: (name: string) => `Try ${name} again`,
    progress: (name: string) => `Uploading ${name}`,
    uploading: 'uploading…',
    ready: 'attached',
    none: (channel: string) => `No files by ${channel}`,
    most: (n: number) => `Not attached: at most ${n} files go with one reply.`,
    types: (types: readonly string[]) => `Not attached: only ${names(types).join(', ')} can be sent here.`,
    tooBig: (size: string) => `Not attached: larger than ${size}.`,
    keep: (name: string) => `Download ${name}`,
    keepShort: 'Download',
    kinds: { image: 'Picture', audio: 'Recording', video: 'Film', application: 'File' } as Record<string, string>,
  },
};
