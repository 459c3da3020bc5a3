import type { Dialog } from '../bot/contracts';
import { adherence } from './adherence/dialog';
import { answers } from './answers/dialog';
import { booking } from './booking/dialog';
import { broadcast } from './broadcast/dialog';
import { caregiver } from './caregiver/dialog';
import { checkIn } from './check-in/dialog';
import { clarify } from './clarify/dialog';
import { counselling } from './counselling/dialog';
import { emergency, redFlagConfirm } from './emergency';
import { identityCode } from './identity-code/dialog';
import { identityLink } from './identity-link/dialog';
import { medication } from './medication/dialog';
import { medicineList } from './medication/list';
import { myAppointments } from './my-appointments/dialog';
import { outreachReply } from './outreach-reply/dialog';
import { previsit } from './previsit/dialog';
import { programme } from './programme/dialog';
import { smalltalk } from './smalltalk/dialog';
import { triage } from './triage/dialog';
import { visit } from './visit/dialog';
import { language } from './welcome/language';
import { createMenu } from './welcome/menu';
import { otherLanguage } from './welcome/other-language';
import { welcome } from './welcome/welcome';
import { whichPrompt } from './welcome/which-prompt';
import { whoIsThis } from './who-is-this/dialog';
import { windowNudge } from './window-nudge/dialog';

/** Every skill of the bot, one line each. */
// biome-ignore format: one line a dialog.
const SKILLS: readonly Dialog[] = [
  adherence,
  answers,
  booking,
  caregiver,
  checkIn,
  broadcast,
  clarify,
  counselling,
  emergency,
  identityCode,
  identityLink,
  language,
  medication,
  medicineList,
  outreachReply,
  otherLanguage,
  myAppointments,
  previsit,
  redFlagConfirm,
  programme,
  smalltalk,
  triage,
  visit,
  welcome,
  whichPrompt,
  whoIsThis,
  windowNudge,
];

/** Dialogs by id, with the menu that offers those that are installed. */
export function createDialogs(): ReadonlyMap<string, Dialog> {
  const dialogs = new Map<string, Dialog>();
  const menu = createMenu((id) => dialogs.has(id));
  for (const dialog of [...SKILLS, menu]) {
    if (dialogs.has(dialog.id)) throw new Error(`Two dialogs are called "${dialog.id}"; give one another id.`);
    dialogs.set(dialog.id, dialog);
  }
  return dialogs;
}
