import { HandCoins } from 'lucide-react';
import type { Feature } from '../../app/feature';

const read = ['consent:read'];
const systems = ['recipients:read'];
const any = [...read, ...systems];

export const feature: Feature = {
  nav: { to: '/consent', label: 'Consent', icon: HandCoins, order: 30, group: 'work', needs: any },
  routes: [
    { path: '/consent', needs: any, page: () => import('./ConsentPage') },
    { path: '/consent/:part', needs: any, page: () => import('./ConsentPage') },
    { path: '/consent/purposes/:code', needs: read, page: () => import('./PurposePage') },
    { path: '/consent/notices/:code', needs: read, page: () => import('./NoticePage') },
    { path: '/consent/imports/:id', needs: ['consent:govern'], page: () => import('./ImportPage') },
    { path: '/consent/systems/:code', needs: systems, page: () => import('./SystemPage') },
  ],
};
