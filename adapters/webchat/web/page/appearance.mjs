/** Web Chat's style options. Colours are the page's own variables, so dark mode and contrast follow without a redraw. */
export function styleOptions() {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    accent: 'var(--accent)',
    backgroundColor: 'var(--paper)',
    subtle: 'var(--quiet)',
    primaryFont: 'inherit',
    fontSizeSmall: '0.8rem',
    rootHeight: '100%',
    rootWidth: '100%',
    transitionDuration: still ? '0s' : '0.15s',

    bubbleBackground: 'var(--wash)',
    bubbleTextColor: 'var(--ink)',
    bubbleBorderColor: 'transparent',
    bubbleBorderRadius: 14,
    bubbleFromUserBackground: 'var(--mine)',
    bubbleFromUserTextColor: 'var(--on-mine)',
    bubbleFromUserBorderColor: 'transparent',
    bubbleFromUserBorderRadius: 14,
    bubbleMaxWidth: 560,
    bubbleMinWidth: 0,
    paddingRegular: 12,
    messageActivityWordBreak: 'break-word',
    timestampColor: 'var(--quiet)',
    groupTimestamp: 300000,

    // Files are refused by the server; the button that would offer them is not shown.
    hideUploadButton: true,
    markdownRenderHTML: false,
    // The page keeps and resends messages itself and says so; Web Chat's own "Send failed" stays out of the way.
    sendTimeout: 295000,
    sendBoxBackground: 'var(--paper)',
    sendBoxTextColor: 'var(--ink)',
    sendBoxPlaceholderColor: 'var(--quiet)',
    sendBoxBorderTop: '1px solid var(--line)',
    sendBoxButtonColor: 'var(--accent)',
    sendBoxButtonColorOnFocus: 'var(--accent)',
    sendBoxButtonColorOnHover: 'var(--accent)',
    sendBoxButtonKeyboardFocusIndicatorBorderColor: 'var(--focus)',
    sendBoxHeight: 52,
    sendBoxTextWrap: true,

    suggestedActionLayout: 'stacked',
    suggestedActionsStackedLayoutButtonTextWrap: true,
    suggestedActionsStackedHeight: 'auto',
    suggestedActionBackgroundColor: 'var(--paper)',
    suggestedActionBorderColor: 'var(--accent)',
    suggestedActionTextColor: 'var(--accent)',
    suggestedActionBorderRadius: 20,
    suggestedActionBorderWidth: 1.5,
    suggestedActionKeyboardFocusIndicatorBorderColor: 'var(--focus)',

    transcriptOverlayButtonBackground: 'var(--accent)',
    transcriptOverlayButtonColor: 'var(--on-accent)',
    transcriptVisualKeyboardIndicatorColor: 'var(--focus)',
    transcriptActivityVisualKeyboardIndicatorColor: 'var(--focus)',
    ...(still ? { typingAnimationBackgroundImage: STILL_DOTS } : {}),
  };
}

const STILL_DOTS = `url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='64' height='20'%3E%3Cg fill='%23789'%3E%3Ccircle cx='12' cy='10' r='4'/%3E%3Ccircle cx='32' cy='10' r='4'/%3E%3Ccircle cx='52' cy='10' r='4'/%3E%3C/g%3E%3C/svg%3E")`;

/** Web Chat names its translations by region. */
export function webChatLocale(locale) {
  return { en: 'en-US', es: 'es-ES' }[locale] ?? locale;
}
