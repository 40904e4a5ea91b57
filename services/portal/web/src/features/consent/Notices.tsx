import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, ScrollText } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, data, newKey } from '../../api/client';
import { explain } from '../../api/problem';
import { useSession } from '../../app/session';
import { Badge, Bones, Button, Callout, Card, Dialog, Empty, Failure, More, Scroll, TextInput, Time, usePaged } from '../../ui';
import { Wrongs } from './model';

/** What people are told. */
export function Notices() {
  const { can } = useSession();
  const [making, setMaking] = useState(false);
  const notices = usePaged(['consent', 'notices', 'list'], (after) => data(api.consent.GET('/v1/notices', { params: { query: { after, limit: 50 } } })));
  return (
    <Card
      title="Notices"
      actions={
        can('purposes:write') && (
          <Button small kind="primary" onPress={() => setMaking(true)}>
            <Plus size={15} aria-hidden /> New notice
          </Button>
        )
      }
      flush
    >
      {notices.isError && !notices.items ? (
        <Failure error={notices.error} retry={() => void notices.refetch()} />
      ) : !notices.items ? (
        <div className="c-pad">
          <Bones />
        </div>
      ) : notices.items.length === 0 ? (
        <Empty icon={ScrollText} title="No notice yet">
          <p>A consent refers to the notice that the person was shown.</p>
        </Empty>
      ) : (
        <Scroll label="Notices">
          <table className="table cards">
            <thead>
              <tr>
                <th>Notice</th>
                <th>Published</th>
                <th>Since</th>
              </tr>
            </thead>
            <tbody>
              {notices.items.map((n) => (
                <tr key={n.id}>
                  <td>
                    <Link to={`/consent/notices/${n.code}`} className="strong wrap-any">
                      {n.title}
                    </Link>{' '}
                    <span className="muted small mono">{n.code}</span>
                  </td>
                  <td>{n.version === 0 ? <Badge tone="warn">nothing yet</Badge> : `version ${n.version}`}</td>
                  <td className="soft">
                    <Time at={n.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More query={notices} />
      {making && <NewNotice close={() => setMaking(false)} />}
    </Card>
  );
}

function NewNotice({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const key = useRef(newKey());
  const [code, setCode] = useState('');
  const [title, setTitle] = useState('');
  const save = useMutation({
    mutationFn: () => data(api.consent.POST('/v1/notices', { params: { header: { 'Idempotency-Key': key.current } }, body: { code: code.trim(), title: title.trim() } })),
    onSuccess: (n) => {
      void queries.invalidateQueries({ queryKey: ['consent', 'notices'] });
      void navigate(`/consent/notices/${n.code}`);
    },
    onError: () => (key.current = newKey()),
  });
  const wrong = new Wrongs(save.error, '', { 'notice-exists': 'code' });
  return (
    <Dialog
      open
      onClose={close}
      title="New notice"
      lead="Its text is published as a version of it."
      actions={
        <Button kind="primary" onPress={() => save.mutate()} isDisabled={save.isPending || !code.trim() || !title.trim()}>
          Make the notice
        </Button>
      }
    >
      <TextInput label="Code" value={code} onChange={setCode} wrong={wrong.at('code')} required autoFocus maxLength={64} hint="Lower case with hyphens, for example shop-privacy" />
      <TextInput label="Title" value={title} onChange={setTitle} wrong={wrong.at('title')} required maxLength={200} />
      {wrong.unclaimed && <Callout tone="bad">{explain(save.error)}</Callout>}
    </Dialog>
  );
}
