import { diffWordsWithSpace } from 'diff';

export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Two texts, word by word. */
export const compareTexts = (before: string, after: string): Piece[] =>
  diffWordsWithSpace(before, after).map((c) => ({ kind: c.added ? 'added' : c.removed ? 'removed' : 'same', text: c.value }));

/** How many words were added and removed. */
export function countWords(pieces: readonly Piece[]) {
  const words = (kind: Piece['kind']) => pieces.filter((p) => p.kind === kind).reduce((n, p) => n + (p.text.match(/\S+/g)?.length ?? 0), 0);
  return { added: words('added'), removed: words('removed') };
}
