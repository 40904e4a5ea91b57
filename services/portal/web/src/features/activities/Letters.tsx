import { cx } from '../../ui';
import { allLetters, letters, type Letter } from './model';

/** Art. 30(1)(a) to (g) at a glance: filled where the record says it, hollow where it does not. */
export function Letters({ missing }: { missing: readonly string[] }) {
  const lacks = (l: Letter) => missing.includes(l);
  const said = missing.length === 0 ? 'Complete' : `Missing: ${allLetters.filter(lacks).map((l) => `(${l}) ${letters[l]}`).join(', ')}`;
  return (
    <span className="letters" title={said}>
      <span className="sr-only">{said}</span>
      {allLetters.map((l) => (
        <span key={l} className={cx('letter', lacks(l) && 'lacks')} aria-hidden>
          {l}
        </span>
      ))}
    </span>
  );
}

/** The mark in front of a part of the record. */
export const LetterMark = ({ letter, lacks }: { letter: Letter; lacks: boolean }) => (
  <span className={cx('letter', lacks && 'lacks')} aria-hidden>
    {letter}
  </span>
);
