import { Check, CircleAlert, CloudUpload } from 'lucide-react';
import { type ReactNode } from 'react';
import { explain } from '../../api/problem';
import { Button, Callout } from '../../ui';
import type { SaveStatus } from './autosave';

/** How far the saving is, also for the ear. */
export function SaveState({ status }: { status: SaveStatus }) {
  return (
    <span className="save-state small" role="status" data-status={status}>
      {(status === 'waiting' || status === 'saving') && (
        <>
          <CloudUpload size={13} aria-hidden /> Saving…
        </>
      )}
      {status === 'saved' && (
        <>
          <Check size={13} aria-hidden /> Saved
        </>
      )}
    </span>
  );
}

interface Props {
  status: SaveStatus;
  error: unknown;
  again: () => void;
  resolve: (mine: boolean) => void;
  /** Who wrote the other text, and what it says. */
  who: ReactNode;
  theirs: ReactNode;
}

/** A save that did not work: why, or both texts and the choice between them. */
export function SaveTrouble({ status, error, again, resolve, who, theirs }: Props) {
  if (status === 'failed')
    return (
      <Callout tone="bad" icon={<CircleAlert size={16} aria-hidden />}>
        <div className="row">
          <span className="grow">Not saved. {explain(error)}</span>
          <Button small onPress={again}>
            Try again
          </Button>
        </div>
      </Callout>
    );
  if (status !== 'conflict') return null;
  return (
    <section className="callout warn" role="alert" aria-label="Two people wrote here">
      <CircleAlert size={16} aria-hidden />
      <div className="grow stack">
        <p>
          <span className="strong">{who} wrote here while you did.</span> Yours is above and set aside as a revision; nothing is lost. Theirs:
        </p>
        <div className="theirs">{theirs}</div>
        <div className="row">
          <Button small kind="primary" onPress={() => resolve(true)}>
            Keep mine
          </Button>
          <Button small onPress={() => resolve(false)}>
            Take theirs
          </Button>
        </div>
      </div>
    </section>
  );
}
