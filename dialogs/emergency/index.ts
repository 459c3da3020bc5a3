export { confirmedLevel, sentence } from './args';
export { redFlagConfirm } from './confirm';
export { emergency } from './emergency';
export { respondToScreen } from './respond';
