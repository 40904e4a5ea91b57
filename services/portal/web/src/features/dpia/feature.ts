import { ClipboardCheck } from 'lucide-react';
import type { Feature } from '../../app/feature';

const needs = ['dpia:read'];

export const feature: Feature = {
  nav: { to: '/assessments', label: 'Assessments', icon: ClipboardCheck, order: 5, group: 'work', needs },
  routes: [
    { path: '/assessments', needs, page: () => import('./RegisterPage') },
    { path: '/assessments/screenings', needs, page: () => import('./ScreeningsPage') },
    { path: '/assessments/screenings/new', needs: ['dpia:write'], page: () => import('./ScreeningWizard') },
    { path: '/assessments/screenings/:id', needs, page: () => import('./ScreeningPage') },
    { path: '/assessments/incidents', needs, page: () => import('./IncidentsPage') },
    { path: '/assessments/:id', needs, page: () => import('./AssessmentPage') },
    { path: '/assessments/:id/comparison', needs, page: () => import('./ComparisonPage') },
  ],
};
