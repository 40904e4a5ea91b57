import type { ComponentType } from 'react';

/** A card on the page of today. `src/features/<name>/today.tsx` exports one as `todayCard`; it is found by looking. */
export interface TodayCard {
  id: string;
  order: number;
  needs: string[];
  Card: ComponentType;
}

const modules = import.meta.glob<{ todayCard: TodayCard }>('../*/today.tsx', { eager: true });

export const todayCards = Object.values(modules)
  .map((m) => m.todayCard)
  .sort((a, b) => a.order - b.order);
