import { LogOut, Menu as MenuIcon, Monitor, Moon, Search, Sun } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Link, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import icon from '../icon.svg';
import { Avatar, IconButton, Menu, failed } from '../ui';
import { useAheadOfLinks } from './ahead';
import { features, type Feature } from './feature';
import { Palette } from './Palette';
import { useSession } from './session';
import { applyTheme, currentTheme, type Theme } from './theme';

/** Once nothing else is to do, the pages that somebody may open are fetched: a click then waits for data only. */
function usePagesAtHand(can: (...needs: string[]) => boolean) {
  const first = useRef(can);
  useEffect(() => {
    const fetchPages = () => {
      for (const route of features.flatMap((f) => f.routes)) {
        // What can't be fetched now is fetched, or reported, when it is opened.
        if (first.current(...(route.needs ?? []))) void route.page().catch(() => undefined);
      }
    };
    const timer = setTimeout(fetchPages, 500);
    return () => clearTimeout(timer);
  }, []);
}

const groups = { work: '', record: 'Record', system: 'System' } as const;

export function Shell() {
  const { user, can, signOut } = useSession();
  const [open, setOpen] = useState(false);
  const [palette, setPalette] = useState(false);
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // After a change of page the focus is at its heading, so that a screen reader says where one is.
  useEffect(() => {
    setOpen(false);
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.querySelector<HTMLElement>('h1')?.focus();
    window.scrollTo(0, 0);
  }, [pathname]);

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault();
        setPalette(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  usePagesAtHand(can);
  useAheadOfLinks(can);

  const choose = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  const entries = features.filter((f): f is Feature & { nav: NonNullable<Feature['nav']> } => f.nav !== undefined && can(...(f.nav.needs ?? [])));

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="topbar">
        <IconButton label="Open the menu" onPress={() => setOpen(true)}>
          <MenuIcon size={20} aria-hidden />
        </IconButton>
        <Link to="/" className="brand">
          <img src={icon} alt="" /> Governance
        </Link>
        <IconButton label="Search" onPress={() => setPalette(true)}>
          <Search size={19} aria-hidden />
        </IconButton>
      </header>
      <div className="nav-veil" data-open={open || undefined} onClick={() => setOpen(false)} />
      <div className="sidebar" data-open={open || undefined} onKeyDown={(e) => e.key === 'Escape' && setOpen(false)}>
        <Link to="/" className="brand">
          <img src={icon} alt="" /> Governance
        </Link>
        <AriaButton className="palette-hint" onPress={() => setPalette(true)}>
          <Search size={14} aria-hidden /> Search or go to… <kbd>Ctrl K</kbd>
        </AriaButton>
        <nav aria-label="Main">
          {(['work', 'record', 'system'] as const).map((group) => {
            const links = entries.filter((f) => f.nav.group === group);
            return (
              links.length > 0 && (
                <div key={group}>
                  {groups[group] && <p className="nav-title">{groups[group]}</p>}
                  {links.map(({ nav }) => (
                    <NavLink key={nav.to} to={nav.to} end={nav.to === '/'} className="nav-link">
                      <nav.icon size={17} aria-hidden /> {nav.label}
                    </NavLink>
                  ))}
                </div>
              )
            );
          })}
        </nav>
        <div className="sidebar-foot">
          <Menu
            label="Your account"
            trigger={
              <AriaButton className="user-button">
                <Avatar name={user.name} />
                <span className="grow truncate">
                  <span className="sr-only">Account of </span>
                  {user.name}
                </span>
              </AriaButton>
            }
            actions={[
              { id: 'light', label: <Themed name="Light" on={theme === 'light'} />, icon: <Sun size={16} />, onAction: () => choose('light') },
              { id: 'dark', label: <Themed name="Dark" on={theme === 'dark'} />, icon: <Moon size={16} />, onAction: () => choose('dark') },
              { id: 'system', label: <Themed name="As the system" on={theme === 'system'} />, icon: <Monitor size={16} />, onAction: () => choose('system') },
              { id: 'sign-out', label: 'Sign out everywhere', icon: <LogOut size={16} />, onAction: () => void signOut().catch(failed) },
            ]}
          />
        </div>
      </div>
      <main id="main" className="main" ref={main} tabIndex={-1} aria-busy={navigation.state !== 'idle'}>
        <div className="page">
          <Outlet />
        </div>
      </main>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}

const Themed = ({ name, on }: { name: string; on: boolean }) => <span className={on ? 'strong' : undefined}>{name}{on ? ' ✓' : ''}</span>;
