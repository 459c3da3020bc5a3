/**
 * How many SMS segments a text takes. Source: 3GPP TS 23.038 (GSM 7-bit default alphabet and its extension table):
 * 160 septets alone, 153 each when joined; any other character makes the message UCS-2: 70 alone, 67 each.
 */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

export function smsSegments(text: string): number {
  let septets = 0;
  for (const character of text) {
    if (BASIC.has(character)) septets += 1;
    else if (EXTENDED.has(character)) septets += 2;
    else return text.length <= 70 ? Math.min(text.length, 1) : Math.ceil(text.length / 67);
  }
  return septets <= 160 ? Math.min(septets, 1) : Math.ceil(septets / 153);
}
