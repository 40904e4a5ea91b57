import { FileText } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['dsar:read'];

export const feature: Feature = {
  nav: { to: '/requests', label: 'Requests', icon: FileText, order: 2, group: 'work', needs },
  routes: [
    { path: '/requests', needs, page: () => import('./RequestsPage') },
    { path: '/requests/:id', needs, page: () => import('./RequestPage') },
  ],
};
