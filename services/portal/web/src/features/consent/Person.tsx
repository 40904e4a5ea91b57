import { Search, UserSearch } from 'lucide-react';
import { useState } from 'react';
import { Button, Card, Empty, Select, TextInput } from '../../ui';
import { PersonResult } from './PersonResult';
import type { Subject } from './model';

const kinds = [
  { id: 'email', label: 'E-mail address' },
  { id: 'phone', label: 'Phone number' },
  { id: 'customer-number', label: 'Customer number' },
];

/** What a person said. The identifier is asked for, sent in a body, and stands in no address; it is forgotten when the page is left. */
export function Person() {
  const [kind, setKind] = useState('email');
  const [value, setValue] = useState('');
  const [asked, setAsked] = useState<{ subject: Subject; times: number } | null>(null);
  return (
    <div className="stack-l">
      <Card>
        <form
          className="c-lookup"
          role="search"
          aria-label="Find a person"
          onSubmit={(e) => {
            e.preventDefault();
            if (value.trim()) setAsked({ subject: { identifierKind: kind, identifier: value.trim() }, times: (asked?.times ?? 0) + 1 });
          }}
        >
          <Select label="Identifier" value={kind} onChange={setKind} options={kinds} />
          <TextInput label="Value" value={value} onChange={setValue} required maxLength={320} />
          <Button kind="primary" type="submit" isDisabled={!value.trim()}>
            <Search size={15} aria-hidden /> Look up
          </Button>
        </form>
      </Card>
      {asked ? (
        <PersonResult key={asked.times} subject={asked.subject} />
      ) : (
        <Card>
          <Empty icon={UserSearch} title="Whose consents?">
            <p>Type what you know the person by. Consents are kept under a pseudonym only.</p>
          </Empty>
        </Card>
      )}
    </div>
  );
}
