import { generateSecret, generateURI, verifySync } from 'otplib';
import { toString as qrPicture } from 'qrcode';

/** Authenticator codes. Source: RFC 6238, six digits, 30 seconds, SHA-1, as every authenticator app expects. */
const PERIOD_S = 30;

export async function newTotp(
  issuer: string,
  username: string,
): Promise<{ secret: string; uri: string; picture: string }> {
  const secret = generateSecret();
  const uri = generateURI({ issuer, label: username, secret });
  return { secret, uri, picture: await qrPicture(uri, { type: 'svg', margin: 1 }) };
}

/** The time step a code belongs to, one period of clock difference allowed; undefined when it does not fit. */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  const result = verifySync({ secret, token: code, epoch: Math.floor(now / 1000), epochTolerance: PERIOD_S });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
