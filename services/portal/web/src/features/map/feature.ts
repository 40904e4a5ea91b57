import { Database } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['inventory:read'];

export const feature: Feature = {
  nav: { to: '/map', label: 'Data map', icon: Database, order: 3, group: 'work', needs },
  routes: [
    { path: '/map', needs, page: () => import('./StoresPage') },
    { path: '/map/activities', needs, page: () => import('../activities/ActivitiesPage') },
    { path: '/map/activities/new', needs: ['inventory:write'], page: () => import('../activities/NewActivityPage') },
    { path: '/map/activities/:id', needs, page: () => import('../activities/ActivityPage') },
    { path: '/map/activities/:id/change', needs: ['inventory:write'], page: () => import('../activities/ChangeActivityPage') },
    { path: '/map/:id', needs, page: () => import('./MapPage') },
  ],
};
