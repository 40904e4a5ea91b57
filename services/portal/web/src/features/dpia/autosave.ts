import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../api/problem';

export interface Saved<T> {
  value: T;
  version: number;
}

export type SaveStatus = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed' | 'conflict';

const pause = 900;

/**
 * What somebody types is saved by itself, under the version they began from. When somebody else has saved meanwhile, both texts stay: theirs is in
 * <code>theirs</code> until it is decided which one counts.
 */
export function useAutosave<T>(server: Saved<T>, put: (value: T, version: number) => Promise<Saved<T>>, conflict: (body: unknown) => Saved<T>, onSaved: () => void) {
  const [draft, setDraft] = useState(server.value);
  const [status, setStatus] = useState<SaveStatus>('idle');
  const [theirs, setTheirs] = useState<Saved<T> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const state = useRef({ draft: server.value, version: server.version, dirty: false, busy: false, stuck: false, timer: 0 });
  const calls = useRef({ put, conflict, onSaved });
  calls.current = { put, conflict, onSaved };

  const save = useCallback(async () => {
    const s = state.current;
    clearTimeout(s.timer);
    if (!s.dirty || s.busy || s.stuck) return;
    s.busy = true;
    s.dirty = false;
    setStatus('saving');
    try {
      s.version = (await calls.current.put(s.draft, s.version)).version;
      setStatus(s.dirty ? 'waiting' : 'saved');
      calls.current.onSaved();
    } catch (e) {
      s.dirty = true;
      s.stuck = true;
      const late = e instanceof ApiProblem && e.status === 412;
      if (late) setTheirs(calls.current.conflict(e.body));
      setError(e);
      setStatus(late ? 'conflict' : 'failed');
    } finally {
      s.busy = false;
    }
    if (s.dirty) void save();
  }, []);

  // Somebody else's text, while nothing of one's own is under way.
  useEffect(() => {
    const s = state.current;
    if (server.version <= s.version || s.dirty || s.busy) return;
    s.version = server.version;
    s.draft = server.value;
    setDraft(server.value);
    setStatus('idle');
  }, [server.version, server.value]);

  useEffect(() => {
    const warn = (e: BeforeUnloadEvent) => {
      if (state.current.dirty) e.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void save();
    };
  }, [save]);

  return {
    draft,
    status,
    theirs,
    error,
    save,
    change: (value: T) => {
      const s = state.current;
      s.draft = value;
      s.dirty = true;
      if (status === 'failed') s.stuck = false;
      setDraft(value);
      if (s.stuck) return;
      setStatus('waiting');
      clearTimeout(s.timer);
      s.timer = window.setTimeout(() => void save(), pause);
    },
    /** Try a save that failed again. */
    again: () => {
      state.current.stuck = false;
      void save();
    },
    /** Which text counts from now on. */
    resolve: (mine: boolean) => {
      if (!theirs) return;
      const s = state.current;
      s.stuck = false;
      s.version = theirs.version;
      s.dirty = mine;
      if (!mine) {
        s.draft = theirs.value;
        setDraft(theirs.value);
        setStatus('idle');
        calls.current.onSaved();
      }
      setTheirs(null);
      void save();
    },
  };
}
