import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en, type Words } from './en';
import { es } from './es';

const LANGUAGES = { en, es } as const;
export type Locale = keyof typeof LANGUAGES;
export const LOCALES = Object.keys(LANGUAGES) as Locale[];
/** Each language in its own words, for people who do not read the present one. */
export const OWN_NAMES: Record<Locale, string> = { en: 'English', es: 'Español' };

const KEPT = 'sathi.console.locale';
const isLocale = (value: unknown): value is Locale => typeof value === 'string' && value in LANGUAGES;

function firstLocale(): Locale {
  const kept = localStorage.getItem(KEPT);
  if (isLocale(kept)) return kept;
  const browser = navigator.language.slice(0, 2);
  return isLocale(browser) ? browser : 'en';
}

const Context = createContext<{ words: Words; locale: Locale; setLocale(locale: Locale): void } | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [locale, set] = useState<Locale>(firstLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const value = useMemo(
    () => ({
      words: LANGUAGES[locale],
      locale,
      setLocale: (next: Locale) => {
        localStorage.setItem(KEPT, next);
        set(next);
      },
    }),
    [locale],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useI18n() {
  const value = useContext(Context);
  if (!value) throw new Error('useI18n needs I18nProvider around it.');
  return value;
}

export const useWords = (): Words => useI18n().words;
