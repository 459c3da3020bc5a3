import { Table, Text } from '@mantine/core';
import type { Field } from '../../../../api/schema/content';
import { WideTable } from '../../parts/Page';

/** Every place of a content file beside what stands there, always as text. */
export function FieldTable({ fields }: { fields: readonly Field[] }) {
  return (
    <WideTable minWidth={300}>
      <Table verticalSpacing={5} fz="sm">
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.path}>
              <Table.Td style={{ width: '32%', overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                <Text size="xs" c="dimmed">
                  {field.path}
                </Text>
              </Table.Td>
              <Table.Td className="said" dir="auto">
                {field.text}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
