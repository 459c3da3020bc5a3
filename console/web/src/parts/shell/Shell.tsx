import { Avatar, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconUserCog } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, NavLink, useLocation } from 'react-router-dom';
import { useWords } from '../../i18n';
import { useMay, useSession, useSignedIn } from '../../lib/session';
import { SampleBadge } from '../../pages/SignIn';
import { PLACES, QUEUE } from '../../places';
import { PageBoundary } from '../FailureBoundary';
import { Mark } from './Mark';
import { Mentions } from './Mentions';
import { LanguageMenu, ThemeButton } from './Preferences';

/** The frame around every page: where one is, who one is, and the way to the other pages one may use. */
export function Shell({ children }: { children: ReactNode }) {
  const words = useWords();
  const session = useSignedIn();
  const may = useMay();
  const { pathname } = useLocation();
  const rail = useRef<HTMLElement>(null);
  // On a phone the rail is wider than the screen: where one is must be in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is shown is what moves it.
  useEffect(() => {
    rail.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  const places = [QUEUE, ...PLACES].filter((place) => place.anyOf.some(may));
  return (
    <div className="shell" data-focus={pathname.startsWith('/queue/')}>
      <a className="skip" href="#main">
        {words.common.skip}
      </a>
      <header className="shell-top">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="md" wrap="nowrap" style={{ minWidth: 0 }}>
            <Mark />
            <Text size="sm" c="dimmed" truncate visibleFrom="md">
              {session.hospital.name}
            </Text>
            <Group visibleFrom="lg">{session.hospital.sample ? <SampleBadge /> : null}</Group>
          </Group>
          <Group gap={4} wrap="nowrap">
            <Mentions />
            <LanguageMenu />
            <ThemeButton />
            <AccountMenu />
          </Group>
        </Group>
      </header>
      <nav className="shell-rail" ref={rail} aria-label={words.nav.main}>
        <ul>
          {places.map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <NavLink to={to} className="rail-link">
                <Icon size={22} stroke={1.7} aria-hidden />
                {label(words)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main className="shell-main" id="main" tabIndex={-1}>
        <PageBoundary at={pathname}>{children}</PageBoundary>
      </main>
    </div>
  );
}

function AccountMenu() {
  const words = useWords();
  const { staff } = useSignedIn();
  const auth = useSession();
  return (
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton aria-label={`${words.common.account}: ${staff.name}`} p={4}>
          <Avatar name={staff.name} color="sathi" variant="filled" size={32} alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="var(--mantine-color-text)">
          <Text fw={600} truncate>
            {staff.name}
          </Text>
          <Text size="xs" truncate>
            {staff.username}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserCog size={17} />} component={Link} to="/account">
          {words.common.account}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={17} />} onClick={() => void auth.signOut()}>
          {words.common.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
