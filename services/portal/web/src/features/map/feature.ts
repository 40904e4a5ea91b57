import { Database } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['inventory:read'];

export const feature: Feature = {
  nav: { to: '/map', label: 'Data map', icon: Database, order: 3, group: 'work', needs },
  routes: [
    { path: '/map', needs, page: () => import('./StoresPage') },
    { path: '/map/:id', needs, page: () => import('./MapPage') },
  ],
};
