import { Settings } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['users:read', 'roles:read', 'clients:read', 'messaging:read', 'dataplane:read'];

export const feature: Feature = {
  nav: { to: '/admin', label: 'Administration', icon: Settings, order: 20, group: 'system', needs },
  routes: [
    { path: '/admin', needs, page: () => import('./AdminPage') },
    { path: '/admin/:part', needs, page: () => import('./AdminPage') },
  ],
};
