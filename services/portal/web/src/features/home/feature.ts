import { House } from 'lucide-react';
import type { Feature } from '../../app/feature';

export const feature: Feature = {
  nav: { to: '/', label: 'Today', icon: House, order: 1, group: 'work' },
  routes: [{ path: '/', page: () => import('./HomePage') }],
};
