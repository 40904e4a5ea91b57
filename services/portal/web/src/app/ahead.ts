import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { matchRoutes } from 'react-router';
import { features } from './feature';

/** Where a link leads, and where to put what is read for it. */
export interface Destination {
  queries: QueryClient;
  params: Readonly<Record<string, string | undefined>>;
  search: URLSearchParams;
}

const routes = features.flatMap((f) => f.routes).map((route) => ({ path: route.path, handle: route }));

/**
 * What a page shows is asked for as its link is pressed, and the page is drawn while the answer is on its way. Not sooner: some reading
 * is recorded, and a pointer that only passes over a link reads nothing.
 */
export function useAheadOfLinks(can: (...needs: string[]) => boolean) {
  const queries = useQueryClient();
  useEffect(() => {
    const onPress = (e: MouseEvent) => {
      // A finger on a link may only scroll.
      if (e.button !== 0 || (e instanceof PointerEvent && e.type === 'pointerdown' && e.pointerType !== 'mouse')) return;
      const link = linkAt(e.target);
      const match = link?.origin === location.origin && matchRoutes(routes, link.pathname)?.at(-1);
      if (!link || !match || !can(...(match.route.handle.needs ?? []))) return;
      const destination = { queries, params: match.params, search: new URLSearchParams(link.search) };
      // What can't be had now is asked for, or reported, by the page.
      match.route.handle.page().then(
        (page) => page.ahead?.(destination),
        () => undefined,
      );
    };
    const events = ['pointerdown', 'click'] as const;
    events.forEach((name) => document.addEventListener(name, onPress, true));
    return () => events.forEach((name) => document.removeEventListener(name, onPress, true));
  }, [queries, can]);
}

/** The link that is pressed, also by its row. */
function linkAt(target: EventTarget | null): HTMLAnchorElement | null {
  const pressed = target instanceof Element ? target.closest('a, button, input, [data-link]') : null;
  if (pressed instanceof HTMLAnchorElement) return pressed;
  return pressed?.hasAttribute('data-link') ? pressed.querySelector('a') : null;
}
