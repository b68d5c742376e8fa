import type { Named } from './names.ts';

export type Cell = string | number | null | Named;

/** RFC 4180, with the byte order mark that Excel needs to see UTF-8. */
export function csv(columns: (string | Named)[], rows: Cell[][]): Blob {
  const lines = [columns, ...rows].map(row => row.map(written).join(',') + '\r\n');
  return new Blob(['\ufeff', ...lines], { type: 'text/csv;charset=utf-8' });
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return written(cell.name);
  // Names come from whoever sends statistics: a spreadsheet must not take one for a formula.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function save(content: Blob, file: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
