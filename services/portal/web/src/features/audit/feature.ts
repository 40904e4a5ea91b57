import { ScrollText } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['audit:read'];

export const feature: Feature = {
  nav: { to: '/audit', label: 'Audit log', icon: ScrollText, order: 10, group: 'record', needs },
  routes: [
    { path: '/audit', needs, page: () => import('./AuditPage') },
    { path: '/audit/anomalies', needs, page: () => import('./AnomaliesPage') },
    { path: '/audit/anomalies/:id', needs, page: () => import('./AnomalyPage') },
    { path: '/audit/entries/:sequence', needs, page: () => import('./EntryPage') },
  ],
};
