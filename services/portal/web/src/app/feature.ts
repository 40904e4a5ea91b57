import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Destination } from './ahead';

/** The module of a page. */
interface PageModule {
  default: ComponentType;
  /** Asks for what the page is about to show. */
  ahead?: (destination: Destination) => void;
}

/** A page: where it is, who may see it, and the module that draws it (loaded when it is needed). */
export interface PageRoute {
  path: string;
  /** Any of these is enough; without them everybody who is signed in sees the page. */
  needs?: string[];
  page: () => Promise<PageModule>;
}

/** A part of the portal. `src/features/<name>/feature.ts` exports one as `feature`; it is found by looking. */
export interface Feature {
  routes: PageRoute[];
  nav?: { to: string; label: string; icon: LucideIcon; order: number; group: 'work' | 'record' | 'system'; needs?: string[]; key?: string };
}

const modules = import.meta.glob<{ feature: Feature }>('../features/*/feature.ts', { eager: true });

export const features = Object.values(modules)
  .map((m) => m.feature)
  .sort((a, b) => (a.nav?.order ?? 99) - (b.nav?.order ?? 99));
