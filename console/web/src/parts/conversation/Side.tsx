import { Divider, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConversationView, FlagView } from '../../../../api/schema/conversation';
import { useI18n } from '../../i18n';
import { readable } from '../../lib/readable';
import { useMay, useSignedIn } from '../../lib/session';
import { fullTime } from '../../lib/time';
import { Severity } from '../Severity';
import { CheckIn } from './CheckIn';
import { Counselling } from './Counselling';
import { Enrol } from './Enrol';
import { Timeline } from './Timeline';

/** Why the conversation is here, and what is known. */
export function Side({ view }: { view: ConversationView }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  const may = useMay();
  const open = view.flags.filter((flag) => flag.closedAt === null);
  const closed = view.flags.filter((flag) => flag.closedAt !== null);
  const time = (at: number) => fullTime(at, locale, hospital.zone);
  return (
    <Stack gap="lg">
      <Part title={words.conversation.why}>
        {open.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.conversation.noFacts}
          </Text>
        ) : null}
        {open.map((flag) => (
          <Flag key={flag.id} flag={flag} />
        ))}
      </Part>
      <Part title={words.conversation.facts}>
        {view.facts.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.conversation.noFacts}
          </Text>
        ) : (
          <Rows rows={view.facts} />
        )}
      </Part>
      <Part title={words.conversation.about}>
        <Rows
          rows={[
            { label: words.conversation.id, text: view.id },
            { label: words.conversation.opened, text: time(view.openedAt) },
            ...(view.lastPatientAt ? [{ label: words.conversation.lastHeard, text: time(view.lastPatientAt) }] : []),
            {
              label: words.conversation.identity,
              text: view.patient.identityProven ? words.conversation.proven : words.conversation.notProven,
            },
          ]}
        />
      </Part>
      <Part title={words.counselling.title}>
        <Counselling id={view.id} />
      </Part>
      {may('outreach.act') ? (
        <Part title={words.enrol.title}>
          <Enrol id={view.id} />
        </Part>
      ) : null}
      <Part title={words.checkIn.title}>
        <CheckIn id={view.id} />
      </Part>
      <Part title={words.care.timeline}>
        <Timeline id={view.id} />
      </Part>
      {closed.length > 0 ? (
        <Part title={words.conversation.closedFlags}>
          {closed.map((flag) => (
            <div key={flag.id}>
              <Text size="sm" fw={600} dir="auto">
                {flag.severity} · {words.reasons[flag.reason] ?? flag.reasonText}
              </Text>
              <Text size="xs" c="dimmed" className="said">
                {words.conversation.closedBy(
                  flag.closedBy?.name ?? words.conversation.system,
                  words.conversation.outcomes[flag.outcome ?? ''] ?? flag.outcome ?? '',
                )}
                {flag.closedAt ? ` · ${time(flag.closedAt)}` : ''}
              </Text>
            </div>
          ))}
        </Part>
      ) : null}
    </Stack>
  );
}

function Flag({ flag }: { flag: FlagView }) {
  const { words, locale } = useI18n();
  const { hospital } = useSignedIn();
  return (
    <Stack gap={5}>
      <div>
        <Severity level={flag.severity} />
      </div>
      <Text size="sm" fw={650} dir="auto">
        {words.reasons[flag.reason] ?? flag.reasonText}
      </Text>
      <Text size="sm" className="said" dir="auto">
        {flag.summary}
      </Text>
      <Text size="xs" c="dimmed">
        {words.conversation.raised(fullTime(flag.raisedAt, locale, hospital.zone))}
      </Text>
      {flag.because.length > 0 ? (
        <>
          <Text size="xs" fw={650} mt={4}>
            {words.conversation.whyDetail}
          </Text>
          <Rows rows={flag.because} />
        </>
      ) : null}
      <Text size="xs" c="dimmed" className="said">
        {flag.reason}
      </Text>
      <Divider mt={6} />
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Text component="h3" size="xs" fw={700} tt="uppercase" c="dimmed" mb={8} mt={0} style={{ letterSpacing: 0.4 }}>
        {title}
      </Text>
      <Stack gap={10}>{children}</Stack>
    </section>
  );
}

export function Rows({ rows }: { rows: readonly { label: string; text: string }[] }) {
  const { words } = useI18n();
  const { levels, screen } = words.trail;
  /** What stands there as a code, by its label. */
  const codeOf: Record<string, Record<string, string>> = { level: levels, disposition: levels, outcome: screen };
  return (
    <dl
      style={{
        display: 'grid',
        gridTemplateColumns: 'minmax(84px, auto) 1fr',
        gap: '3px 12px',
        margin: 0,
        fontSize: 13,
      }}
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and are only replaced whole.
        <div key={index} style={{ display: 'contents' }}>
          <dt style={{ color: 'var(--mantine-color-dimmed)', overflowWrap: 'anywhere' }}>
            {words.labels[row.label] ?? readable(row.label)}
          </dt>
          <dd className="said" dir="auto" style={{ margin: 0 }}>
            {codeOf[row.label]?.[row.text] ?? row.text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
