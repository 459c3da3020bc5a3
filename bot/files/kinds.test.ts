import { cleanName, declaredFits, fileHeaders, kindOf } from './kinds';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('what a file is', () => {
  test.each([
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n\0\0', 'image/png'],
    ['GIF89a\x01\0', 'image/gif'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    ['%PDF-1.7\n', 'application/pdf'],
    ['OggS\0\x02', 'audio/ogg'],
    ['#!AMR\n', 'audio/amr'],
    ['\0\0\0\x20ftypM4A \0', 'audio/mp4'],
    ['\0\0\0\x18ftypmp42\0', 'video/mp4'],
    ['\0\0\0\x18ftyp3gp5\0', 'video/3gpp'],
    ['ID3\x03\0', 'audio/mpeg'],
  ])('%j is %s', (start, contentType) => {
    expect(kindOf(bytes(start))?.contentType).toBe(contentType);
  });

  test.each([
    ['a page', '<!DOCTYPE html><script>alert(1)</script>'],
    ['a drawing that runs', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a page before a document', '<html>%PDF-1.7'],
    ['a program', 'MZ\x90\0'],
    ['another program', '\x7fELF'],
    ['a script', '#!/bin/sh\n'],
    ['an archive, or an office document', 'PK\x03\x04'],
    ['an old office document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['a film of a kind nobody knows', '\0\0\0\x18ftypheic'],
    ['sound that is not WebP', 'RIFF\x24\0\0\0WAVEfmt '],
    ['words', 'my chest hurts'],
    ['nothing', ''],
    ['less than a beginning', '\x89PN'],
  ])('%s is not taken', (_what, start) => {
    expect(kindOf(bytes(start))).toBeUndefined();
  });

  test('what a sender calls it may say nothing, or the same, or name sound as film; anything else is a lie', () => {
    const fits = (declared: string) => declaredFits(declared, 'image/jpeg');
    expect(['', 'application/octet-stream', 'image/jpeg', 'image/jpg', 'IMAGE/JPEG; q=1'].map(fits)).toEqual(
      Array(5).fill(true),
    );
    expect(['image/png', 'text/html', 'image/svg+xml', 'application/pdf', 'x'].map(fits)).toEqual(Array(5).fill(false));
    expect(declaredFits('audio/ogg; codecs=opus', 'audio/ogg')).toBe(true);
    expect(declaredFits('audio/3gpp', 'video/3gpp')).toBe(true);
  });
});

describe('names', () => {
  test.each([
    ['x-ray left hand.jpg', 'jpg', 'x-ray left hand.jpg'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['C:\\Users\\ana\\Desktop\\plan.pdf', 'pdf', 'plan.pdf'],
    ['invoice.pdf.exe', 'pdf', 'invoice.pdf.pdf'],
    ['photo.html', 'png', 'photo.png'],
    // Turned writing would show `gpj.exe` as `exe.jpg`.
    ['harmless\u202egpj.exe', 'jpg', 'harmlessgpj.jpg'],
    ['a\0b\r\nc"; filename=evil.html', 'png', 'abc__ filename_evil.png'],
    ['<img src=x onerror=alert(1)>.png', 'png', 'img src_x onerror_alert(1)_.png'],
    ['.htaccess', 'png', 'htaccess.png'],
    ['...', 'png', 'file.png'],
    ['', 'png', 'file.png'],
    ['   ', 'png', 'file.png'],
    ['radiografía é.pdf', 'pdf', 'radiografía é.pdf'],
    ['अस्पताल.pdf', 'pdf', 'अस्पताल.pdf'],
    [`${'😀'.repeat(300)}.png`, 'png', `${'😀'.repeat(100)}.png`],
  ])('%j becomes %j', (given, ending, clean) => {
    expect(cleanName(given, ending)).toBe(clean);
  });

  test('a name is a word in a header and never a second header', () => {
    const headers = fileHeaders(cleanName('año "x"\r\nset-cookie: a=b.png', 'png'), 'image/png');
    expect(headers).toEqual({
      'content-type': 'image/png',
      'content-disposition':
        'attachment; filename="a_o _x_set-cookie_ a_b.png"; filename*=UTF-8\'\'a%C3%B1o%20_x_set-cookie_%20a_b.png',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });
});
