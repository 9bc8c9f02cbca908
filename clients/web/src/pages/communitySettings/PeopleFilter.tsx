import type { User } from '@cozy/protocol';
import { createStore } from 'solid-js/store';
import { SelectField } from '../../components/SelectField/SelectField.tsx';

/** The people that a list has named so far, among whom it can be filtered. */
export function seenPeople() {
  const [seen, setSeen] = createStore<Record<string, User>>({});
  return {
    see: (users: readonly User[]) => {
      for (const user of users) setSeen(user.id, user);
    },
    all: () => Object.values(seen).sort((a, b) => a.display_name.localeCompare(b.display_name)),
    /** Without an id it was nobody: something has ended by itself. */
    nameOf: (id: string | undefined) => (id ? (seen[id]?.display_name ?? 'someone') : 'Cozy'),
    hueOf: (id: string | undefined) => seen[id ?? '']?.hue ?? 0,
  };
}

/** Chooses one of them, or all. */
export function PeopleFilter(props: {
  label: string;
  people: readonly User[];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <SelectField
      label={props.label}
      value={props.value}
      options={[
        { value: '', text: 'Everyone' },
        ...props.people.map(({ id, display_name }) => ({ value: id, text: display_name })),
      ]}
      onChange={props.onChange}
    />
  );
}
