import { Alert, Button, FileInput, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportReport } from '../../../../api/schema/outreach';
import { useWords } from '../../i18n';
import { api } from '../../lib/api';
import { useTell } from '../../lib/problem';
import { useMay } from '../../lib/session';
import { Heads } from '../../parts/Figures';
import { Card, WideTable } from '../../parts/Page';

/** A list of people with their consent: tried first, then taken in whole; every row says what became of it. */
export function Lists() {
  const words = useWords();
  const { outreach } = words;
  const may = useMay();
  const tell = useTell();
  const [file, setFile] = useState<File | null>(null);
  const read = useMutation({
    mutationFn: async (trial: boolean) =>
      api<ImportReport | { problem: string }>('POST', '/imports', { body: { file: await base64(file!), trial } }),
    onError: tell.problem,
  });
  if (!may('outreach.act')) return null;
  return (
    <Card title={outreach.lists} text={outreach.listText}>
      <Stack>
        <Group align="end" gap="xs">
          <FileInput
            label={outreach.choose}
            accept=".csv,text/csv"
            value={file}
            onChange={(next) => {
              setFile(next);
              read.reset();
            }}
            clearable
            miw={220}
          />
          <Button
            variant="default"
            disabled={file === null}
            loading={read.isPending && read.variables}
            onClick={() => read.mutate(true)}
          >
            {outreach.tryIt}
          </Button>
          <Button
            disabled={file === null || read.data === undefined || 'problem' in read.data}
            loading={read.isPending && !read.variables}
            onClick={() => read.mutate(false)}
          >
            {outreach.keep}
          </Button>
        </Group>
        {read.data === undefined ? null : 'problem' in read.data ? (
          <Alert color="red">{read.data.problem}</Alert>
        ) : (
          <Report report={read.data} />
        )}
      </Stack>
    </Card>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { outreach } = useWords();
  return (
    <Stack gap="xs" role="status">
      <Text fw={650}>
        {outreach.report(report.accepted, report.refused)} {report.batch === null ? outreach.tried : ''}
      </Text>
      <WideTable minWidth={320}>
        <Table aria-label={outreach.lists}>
          <Heads counted={0} names={[outreach.line, outreach.result, outreach.reason]} />
          <Table.Tbody>
            {report.rows.map((row) => (
              <Table.Tr key={row.line}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td>{outreach.fate[row.fate]}</Table.Td>
                <Table.Td>{row.why === null ? '' : (outreach.why[row.why] ?? row.why)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Stack>
  );
}

/** The file's bytes for a JSON body. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += 32_768)
    text += String.fromCharCode(...bytes.subarray(from, from + 32_768));
  return btoa(text);
}
