export { addWorkingMinutes, type Calendar } from '../../../bot/calendar';
