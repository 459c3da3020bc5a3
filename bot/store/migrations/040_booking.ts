import type { Knex } from 'knex';

/**
 * Appointments. What a doctor, a room or a patient is taken for stands once in `booking_claim`: its primary key is what
 * keeps two people out of one slot, on every engine. `booking_slot.taken_until` repeats it for the search (0 or past:
 * free; a moment: held until then; `FOREVER`: booked) and is renewed with every change of claims.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('booking_calendar', (table) => {
    table.integer('version').primary();
    /** The whole checked calendar as JSON: configuration, not personal. */
    table.text('content').notNullable();
    table.text('fingerprint').notNullable();
    /** `import` or `sample`. */
    table.text('source').notNullable();
    table.bigInteger('imported_at').notNullable();
    /** Last day (`YYYY-MM-DD`) for which slots of this calendar exist. */
    table.text('planned_to');
  });

  await knex.schema.createTable('booking_slot', (table) => {
    table.text('id').primary();
    table.text('service_id').notNullable();
    table.text('practitioner_id').notNullable();
    table.text('location_id').notNullable();
    table.text('room_id');
    table.bigInteger('start_at').notNullable();
    table.bigInteger('end_at').notNullable();
    /** Steps of five minutes since 1970 that are taken, with buffers; the second is exclusive. */
    table.integer('from_bucket').notNullable();
    table.integer('to_bucket').notNullable();
    table.text('local_day').notNullable();
    table.integer('local_minute').notNullable();
    table.integer('weekday').notNullable();
    table.bigInteger('taken_until').notNullable().defaultTo(0);
    /** In the hospital's own system, where that decides. */
    table.text('external_id').unique();
    table.text('external_version');
    table.index(['practitioner_id', 'from_bucket']);
    table.index(['start_at']);
  });
  // Everything the search looks at, and only what could be free: past and booked slots cost nothing.
  await knex.raw(
    `CREATE INDEX booking_slot_open ON booking_slot
       (service_id, start_at, practitioner_id, location_id, weekday, local_minute, taken_until)
     WHERE taken_until < 9000000000000000`,
  );

  await knex.schema.createTable('booking_claim', (table) => {
    /** A practitioner, a room, or `patient:<id>`. */
    table.text('resource_id').notNullable();
    table.integer('bucket').notNullable();
    /** 0; above it what staff overbooked with permission. */
    table.integer('lane').notNullable();
    /** Appointment, hold or offer. */
    table.text('owner').notNullable();
    table.bigInteger('expires_at');
    table.primary(['resource_id', 'bucket', 'lane']);
    table.index(['owner']);
    table.index(['bucket']);
  });

  await knex.schema.createTable('booking_hold', (table) => {
    table.text('conversation_id').primary();
    table.text('id').notNullable();
    table.text('slot_id').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.index(['expires_at']);
  });

  await knex.schema.createTable('appointment', (table) => {
    table.text('id').primary();
    table.text('patient_id').notNullable();
    /** Where it is talked about. */
    table.text('conversation_id').notNullable();
    table.text('service_id').notNullable();
    table.text('practitioner_id').notNullable();
    table.text('location_id').notNullable();
    table.text('room_id');
    table.text('slot_id').notNullable();
    table.bigInteger('start_at').notNullable();
    table.bigInteger('end_at').notNullable();
    /** FHIR R4 AppointmentStatus. */
    table.text('status').notNullable();
    /** Sealed: the reason in the patient's words. */
    table.text('detail');
    table.text('disposition');
    table.integer('overbooked').notNullable().defaultTo(0);
    table.bigInteger('confirmed_at');
    table.text('moved_from');
    table.text('moved_to');
    table.text('cancel_reason');
    table.text('cancelled_by');
    table.text('missed_reason');
    table.bigInteger('arrived_at');
    table.bigInteger('roomed_at');
    table.bigInteger('finished_at');
    table.text('external_id');
    table.text('external_version');
    /** Counts changes, for calendar programs (RFC 5545 SEQUENCE). */
    table.integer('sequence').notNullable().defaultTo(0);
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['patient_id', 'start_at']);
    table.index(['location_id', 'start_at']);
    table.index(['practitioner_id', 'start_at']);
  });
  await knex.raw("CREATE INDEX appointment_due ON appointment (start_at) WHERE status IN ('booked', 'pending')");
  await knex.raw("CREATE INDEX appointment_missed ON appointment (start_at) WHERE status = 'noshow'");

  await knex.schema.createTable('booking_absence', (table) => {
    table.text('id').primary();
    table.text('practitioner_id').notNullable();
    table.bigInteger('from_at').notNullable();
    table.bigInteger('to_at').notNullable();
    /** `leave` or `block`. */
    table.text('kind').notNullable();
    table.text('staff_id').notNullable();
    table.bigInteger('created_at').notNullable();
    table.index(['to_at']);
  });

  await knex.schema.createTable('waitlist_entry', (table) => {
    table.text('id').primary();
    table.text('patient_id').notNullable();
    table.text('conversation_id').notNullable();
    table.text('service_id').notNullable();
    /** Wishes as JSON: ids, days and times. */
    table.text('wishes').notNullable();
    /** Wants something earlier than this appointment. */
    table.text('appointment_id');
    /** open, taken or left. */
    table.text('status').notNullable();
    table.bigInteger('since').notNullable();
    table.index(['conversation_id']);
  });
  await knex.raw("CREATE INDEX waitlist_open ON waitlist_entry (service_id, since) WHERE status = 'open'");

  await knex.schema.createTable('waitlist_offer', (table) => {
    table.text('id').primary();
    table.text('entry_id').notNullable();
    table.text('slot_id').notNullable();
    /** open, accepted, declined or expired. */
    table.text('state').notNullable();
    table.bigInteger('offered_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.unique(['entry_id', 'slot_id']);
  });
  await knex.raw("CREATE UNIQUE INDEX waitlist_offer_one ON waitlist_offer (slot_id) WHERE state = 'open'");
  await knex.raw("CREATE INDEX waitlist_offer_clock ON waitlist_offer (expires_at) WHERE state = 'open'");

  /** Slots that became free and are to be offered to those who wait. */
  await knex.schema.createTable('booking_freed', (table) => {
    table.text('slot_id').primary();
    table.bigInteger('at').notNullable();
  });

  /** For whom a person may book: themselves, their children, others. */
  await knex.schema.createTable('booking_person', (table) => {
    table.text('holder_id').notNullable();
    table.text('patient_id').notNullable();
    table.text('relation').notNullable();
    table.integer('complete').notNullable().defaultTo(0);
    table.bigInteger('created_at').notNullable();
    table.primary(['holder_id', 'patient_id']);
  });

  /** Finds patients by a phone without storing it readable. */
  await knex.schema.createTable('patient_phone', (table) => {
    table.text('patient_id').notNullable();
    table.text('phone_hash').notNullable();
    table.primary(['patient_id', 'phone_hash']);
    table.index(['phone_hash']);
  });

  await knex.schema.createTable('identity_attempt', (table) => {
    /** `conversation:<id>`, or `phone:` and its keyed hash. */
    table.text('key').primary();
    table.integer('n').notNullable();
    table.bigInteger('first_at').notNullable();
  });

  await knex.schema.createTable('identity_code', (table) => {
    table.text('conversation_id').primary();
    table.text('code_hash').notNullable();
    table.text('patient_id').notNullable();
    table.bigInteger('expires_at').notNullable();
  });

  await knex.schema.createTable('previsit', (table) => {
    table.text('appointment_id').primary();
    table.text('patient_id').notNullable();
    table.text('body').notNullable();
    table.integer('complete').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['patient_id', 'at']);
  });

  /** What another system still has to be told, and when next. */
  await knex.schema.createTable('booking_request', (table) => {
    table.text('id').primary();
    /** `book` or `cancel`. */
    table.text('kind').notNullable();
    table.text('appointment_id').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('next_at').notNullable();
    /** waiting, done or failed. */
    table.text('status').notNullable();
    table.text('code');
    table.bigInteger('created_at').notNullable();
    table.unique(['appointment_id', 'kind']);
  });
  await knex.raw("CREATE INDEX booking_request_due ON booking_request (next_at) WHERE status = 'waiting'");
}
