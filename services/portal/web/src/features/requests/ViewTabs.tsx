import { BookmarkPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, IconButton, TextInput } from '../../ui';
import { given, same, toSearch, useSavedViews, type Filter } from './views';

/** Ways to look at the queue: given ones, and those that somebody saved. */
export function ViewTabs({ filter, choose }: { filter: Filter; choose: (filter: Filter) => void }) {
  const { views, save, remove } = useSavedViews();
  const [naming, setNaming] = useState<string | null>(null);
  const all = [...given, ...views];
  const current = all.find((v) => same(v.filter, filter));
  return (
    <div className="row">
      <nav className="tabs grow" aria-label="Views">
        {all.map((v) => (
          <a
            key={v.name}
            className="tab"
            href={`/requests?${toSearch(v.filter).toString() || 'all=1'}`}
            aria-current={v === current ? 'page' : undefined}
            onClick={(e) => {
              if (e.ctrlKey || e.metaKey || e.shiftKey) return;
              e.preventDefault();
              choose(v.filter);
            }}
          >
            {v.name}
          </a>
        ))}
      </nav>
      {current?.own ? (
        <IconButton label={`Remove the view ${current.name}`} onPress={() => remove(current.name)}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      ) : (
        !current && (
          <Button kind="quiet" small onPress={() => setNaming('')}>
            <BookmarkPlus size={15} aria-hidden /> Save this view
          </Button>
        )
      )}
      <Dialog
        open={naming !== null}
        onClose={() => setNaming(null)}
        title="Save this view"
        lead="It stays in this browser; its address can be sent to a colleague."
        actions={
          <Button
            kind="primary"
            isDisabled={!naming?.trim()}
            onPress={() => {
              save(naming!.trim(), filter);
              setNaming(null);
            }}
          >
            Save
          </Button>
        }
      >
        <TextInput label="Name" value={naming ?? ''} onChange={setNaming} autoFocus maxLength={40} />
      </Dialog>
    </div>
  );
}
