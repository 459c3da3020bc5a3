import { Table } from '@mantine/core';

/** The names of a table's columns: what is told on the left, what is counted on the right, `counted` columns of it. */
export function Heads({ names, counted = names.length - 1 }: { names: readonly string[]; counted?: number }) {
  return (
    <Table.Thead>
      <Table.Tr>
        {names.map((name, index) => (
          <Table.Th key={name} {...(index >= names.length - counted ? { ta: 'right' as const } : {})}>
            {name}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}
