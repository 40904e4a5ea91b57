import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, MessageSquare } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, data, newKey } from '../../api/client';
import { PersonName } from '../../api/people';
import { useSession } from '../../app/session';
import { Badge, Button, failed, TextInput, Time } from '../../ui';
import { etagOf, isOpen, partsKey, type Assessment, type Comment } from './model';

/** What people remark on a section, a question, a risk or a measure. */
export function Comments({ assessment, target, of, comments }: { assessment: Assessment; target: string; of: string; comments: Comment[] }) {
  const { can } = useSession();
  const queries = useQueryClient();
  const [shown, setShown] = useState(false);
  const [text, setText] = useState('');
  const key = useRef(newKey());
  const own = comments.filter((c) => c.target === target);
  const open = own.filter((c) => !c.resolvedAt);
  const may = can('dpia:comment') && isOpen(assessment);
  const refresh = () => queries.invalidateQueries({ queryKey: [...partsKey(assessment.id), 'comments'] });
  const add = useMutation({
    mutationFn: () => data(api.dpia.POST('/v1/assessments/{id}/comments', { params: { path: { id: assessment.id }, header: { 'Idempotency-Key': key.current } }, body: { target, text: text.trim() } })),
    onSuccess: () => {
      setText('');
      return refresh();
    },
    onError: failed,
    onSettled: () => (key.current = newKey()),
  });
  const resolve = useMutation({
    mutationFn: (c: Comment) => data(api.dpia.POST('/v1/assessments/{id}/comments/{commentId}/resolution', { params: { path: { id: assessment.id, commentId: c.id }, header: { 'If-Match': etagOf(c.version) } } })),
    onError: failed,
    onSettled: refresh,
  });
  if (own.length === 0 && !may) return null;
  return (
    <div className="comments">
      <Button kind="quiet" small onPress={() => setShown(!shown)} aria-expanded={shown}>
        <MessageSquare size={14} aria-hidden /> {own.length === 0 ? 'Comment' : `${own.length} ${own.length === 1 ? 'comment' : 'comments'}`}
        <span className="sr-only"> on {of}</span>
        {open.length > 0 && <Badge tone="warn">{open.length} open</Badge>}
      </Button>
      {shown && (
        <div className="comment-list stack">
          {own.map((c) => (
            <article key={c.id} className="comment" data-resolved={c.resolvedAt ? true : undefined}>
              <p className="small muted">
                <span className="strong">
                  <PersonName id={c.by} />
                </span>
                , <Time at={c.at} />
                {c.resolvedAt && (
                  <>
                    {' '}
                    · dealt with by <PersonName id={c.resolvedBy} />
                  </>
                )}
              </p>
              <p className="pre wrap-any">{c.text}</p>
              {may && !c.resolvedAt && (
                <Button small kind="quiet" onPress={() => resolve.mutate(c)} isDisabled={resolve.isPending}>
                  <Check size={13} aria-hidden /> Dealt with
                </Button>
              )}
            </article>
          ))}
          {may && (
            <form
              className="stack-s"
              onSubmit={(e) => {
                e.preventDefault();
                if (text.trim() !== '') add.mutate();
              }}
            >
              <TextInput label={`Comment on ${of}`} value={text} onChange={setText} rows={2} maxLength={10_000} />
              <div>
                <Button type="submit" small isDisabled={text.trim() === '' || add.isPending}>
                  Add the comment
                </Button>
              </div>
            </form>
          )}
        </div>
      )}
    </div>
  );
}
