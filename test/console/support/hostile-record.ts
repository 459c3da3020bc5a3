import { EVIL } from './hostile';
import { flagRow, patientWrites, type Site, said } from './site';

/** The conversation with the hostile record. */
export const ID = 'c_evil';

/** One person of whom everything that can hold words holds the hostile corpus, codes of the product's own included. */
export async function seedHostile(site: Site): Promise<void> {
  const { db, vault, clock } = site;
  const at = clock.now() - 1000;
  const put = (table: string, row: object) => db.write(table).insert(row);
  const seal = (value: unknown, key = ID) => vault.seal(JSON.stringify(value), key);
  await patientWrites(site, ID, [EVIL]);
  await said(site, ID, 'bot', { text: EVIL });
  await put('patient', {
    id: 'pat_evil',
    profile: seal({ name: EVIL }, 'pat_evil'),
    created_at: at,
    updated_at: at,
  });
  await db.write('conversation').where({ id: ID }).update({ patient_id: 'pat_evil', channel: EVIL, locale: EVIL });
  // Without a flag, for what counts those alone.
  await patientWrites(site, 'c_evil_quiet', [EVIL]);
  await db.write('conversation').where({ id: 'c_evil_quiet' }).update({ channel: EVIL });
  await db.write('transcript').where({ conversation_id: 'c_evil_quiet' }).update({ role: EVIL });
  const flag = { conversationId: ID, reason: EVIL, summary: EVIL, team: EVIL, openedAt: at };
  await put('flag', { ...flagRow(site, { ...flag, id: 'fl_words' }), status: 'closed', closed_at: at, outcome: EVIL });
  const closed = { status: 'closed', closed_at: at + 500, outcome: 'sent_to_emergency' };
  await put('flag', { ...flagRow(site, { ...flag, id: 'fl_answered' }), ...closed });
  await put('flag_clock', { flag_id: 'fl_answered', claimed_at: at, answered_at: at + 1, escalation: 0 });
  const own = { conversation_id: ID, patient_id: 'pat_evil' };
  const assessment = { ...own, protocol: EVIL, rule: EVIL, body: seal({ because: [EVIL] }), at };
  await put('assessment', { ...assessment, id: 'as_words', disposition: EVIL });
  await put('assessment', { ...assessment, id: 'as_level', disposition: 'D5' });
  const made = { created_at: at, updated_at: at };
  const place = { practitioner_id: EVIL, location_id: EVIL, slot_id: EVIL };
  const visit = { ...own, ...place, ...made, service_id: EVIL, start_at: at, end_at: at + 1, status: EVIL };
  await put('appointment', { ...visit, id: 'ap_evil', detail: seal({ reason: EVIL }) });
  await put('waitlist_entry', { ...own, id: 'we_evil', service_id: EVIL, wishes: '{}', status: EVIL, since: at });
  const offer = { id: 'wo_evil', entry_id: 'we_evil', slot_id: EVIL, state: EVIL };
  await put('waitlist_offer', { ...offer, offered_at: at, expires_at: at });
  const counselling = {
    outcome: EVIL,
    teachBack: { dose: EVIL },
    medicine: EVIL,
    label: EVIL,
    covered: [EVIL],
    declined: [EVIL],
    said: { question: EVIL },
  };
  await put('record', { ...own, id: 'rc_evil', kind: 'counselling', subject: EVIL, body: seal(counselling), at });
  const enrolled = { programme: EVIL, version: EVIL, arm: EVIL, status: EVIL, enrolled_by: EVIL, anchor_at: at };
  await put('enrolment', { ...own, ...enrolled, ...made, id: 'en_evil', contact_point_id: EVIL });
  const outcome = { id: 'eo_evil', conversation_id: ID, programme: EVIL, measure: EVIL, value: EVIL, at };
  await put('enrolment_outcome', outcome);
  const survey = { survey: EVIL, version: EVIL, trigger_kind: EVIL, service: EVIL, channel: EVIL, locale: EVIL };
  const told = { sentiment: EVIL, topics: EVIL, mistreatment: 1 };
  await put('survey_response', { ...own, ...survey, ...told, id: 'sr_evil', invited_at: at, answered_at: at });
  const answer = { response_id: 'sr_evil', question: EVIL, method: EVIL, code: EVIL, box: 'top', at };
  await put('survey_answer', answer);
  const sent = { channel: EVIL, code: EVIL, payload: seal({ body: EVIL }), purpose: EVIL, contact_point_id: EVIL };
  const part = { conversation_id: ID, seq: 90, safety: 0, next_at: at };
  await put('outbox', { ...part, ...sent, ...made, id: 'ob_failed', part: 0, status: 'failed' });
  await put('outbox', { ...part, ...sent, ...made, id: 'ob_odd', part: 1, status: EVIL });
}
