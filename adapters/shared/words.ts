/**
 * The few words a channel adds by itself (the button that opens a list, the hint below a menu). They are content:
 * `wording/channels.<name>`, given to the adapter when it is made.
 */
export type ChannelWords = (
  name: ChannelWord,
  locale: string,
  values?: Readonly<Record<string, string | number>>,
) => string;

export type ChannelWord =
  | 'menu_hint'
  | 'list_button'
  | 'list_section'
  | 'clinical_elsewhere'
  | `instead_of_${'stop' | 'cancel' | 'end' | 'quit' | 'unsubscribe' | 'revoke'}`;
