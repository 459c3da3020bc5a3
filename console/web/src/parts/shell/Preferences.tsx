import { ActionIcon, Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { LOCALES, OWN_NAMES, useI18n } from '../../i18n';

export function LanguageMenu() {
  const { words, locale, setLocale } = useI18n();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-md"
          color="gray"
          c="var(--mantine-color-text)"
          leftSection={<IconLanguage size={18} />}
          aria-label={`${words.common.language}: ${OWN_NAMES[locale]}`}
        >
          {locale.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LOCALES.map((one) => (
          <Menu.Item key={one} lang={one} onClick={() => setLocale(one)} fw={one === locale ? 700 : 400}>
            {OWN_NAMES[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function ThemeButton() {
  const { words } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="var(--mantine-color-text)"
      size="lg"
      aria-label={`${words.common.theme}: ${dark ? words.common.light : words.common.dark}`}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <IconSun size={19} /> : <IconMoon size={19} />}
    </ActionIcon>
  );
}
