import { Day, number, Scroll } from '../../ui';
import { actions, type Count } from './model';

/** The same numbers, to read, to search and to listen to: by purpose too. */
export function TrendTable({ items, names }: { items: readonly Count[]; names: ReadonlyMap<string, string> }) {
  return (
    <Scroll label="Consents over time">
      <table className="table">
        <caption className="sr-only">How many, by day, purpose and what happened</caption>
        <thead>
          <tr>
            <th>Day</th>
            <th>Purpose</th>
            <th>What</th>
            <th className="right">How many</th>
          </tr>
        </thead>
        <tbody>
          {[...items].sort((a, b) => b.day.localeCompare(a.day)).map((i) => (
            <tr key={`${i.day} ${i.purpose} ${i.action}`}>
              <td>
                <Day on={i.day} />
              </td>
              <td>{names.get(i.purpose) ?? i.purpose}</td>
              <td>{actions[i.action].label}</td>
              <td className="right num">{number.format(i.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
